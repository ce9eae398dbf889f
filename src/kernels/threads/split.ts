import type { Exports } from '../wasm/engine.js';
import { ARGUMENTS, call } from './mailbox.js';
import type { Pool } from './pool.js';
import { FIXED, ONE, type Rule, rules } from './rules.js';

/** Units that a part begins at a multiple of, where there are enough: tiles of 4 rows, lines of 8 numbers. */
const ALIGNMENT = 8;
/** Bytes of a number. */
const BYTES = 8;
/** Grains of work, 10 ms, after which it is worth it to start threads, some 30 ms each, 3 of them in the main one: small jobs have none. */
const START = 5000;
/** A worker that takes so many times longer than it should, and a minute, is dead. */
const PATIENCE = 1000;

/** The names of the functions that can be split, in the order by which a mailbox has them. */
export const splittable: readonly string[] = Object.keys(rules);

/**
 * The functions of a module, each of which splits its output between the threads of the pool where a part is then still
 * worth `grain` nanoseconds of work (0: wherever there is something to split). No number of the output is the work of two, so
 * that none depends on the split.
 */
export const splitExports = (wasm: Exports, pool: Pool, grain: number): Exports => ({
  ...wasm,
  ...Object.fromEntries(
    splittable.map((name, index) => [name, splitFunction(wasm[name], rules[name], index, pool, grain)]),
  ),
});

function splitFunction(direct: Call, rule: Rule, index: number, pool: Pool, grain: number): Call {
  const { over, moves, factors, cost } = rule;
  const values = new Float64Array(ARGUMENTS);
  const distances = new Float64Array(moves.length);

  /** The arguments of the call for units from … to − 1. */
  const fill = (part: Float64Array, from: number, to: number): void => {
    part.set(values);
    // address 0 says that there is none
    for (let i = 0; i < distances.length; i++) if (values[i] !== 0) part[i] += from * distances[i];
    part[over] = to - from;
  };
  const own = new Float64Array(ARGUMENTS);
  const compute = (from: number, to: number): void => {
    fill(own, from, to);
    call(direct, own);
  };

  const share = (units: number, parts: number, nanoseconds: number): void => {
    for (let i = 0; i < moves.length; i++) {
      const move = moves[i];
      distances[i] = move === FIXED ? 0 : BYTES * (move === ONE ? 1 : values[move]);
    }
    const began = performance.now();
    for (let i = 1; i < parts; i++) {
      const mailbox = pool.mailbox(i - 1);
      fill(mailbox.values, start(units, parts, i), start(units, parts, i + 1));
      pool.post(mailbox, index);
    }
    const posted = performance.now();
    compute(0, start(units, parts, 1));
    const computed = performance.now();
    let joined = 0;
    for (let i = 1; i < parts; i++) {
      const mailbox = pool.mailbox(i - 1);
      if (pool.takeBack(mailbox)) compute(start(units, parts, i), start(units, parts, i + 1));
      else {
        pool.join(mailbox, 60 + (PATIENCE * nanoseconds) / 1e9);
        joined++;
      }
    }
    pool.observe(joined > 0 && performance.now() - began < parts * (computed - posted));
  };

  // all parameters written out: nothing is allocated, and what a function does not have it does not see
  return (a, b, c, d, e, f, g, h, i, j, k, l, m) => {
    values[0] = a;
    values[1] = b;
    values[2] = c;
    values[3] = d;
    values[4] = e;
    values[5] = f;
    values[6] = g;
    const units = values[over];
    let nanoseconds = cost * units;
    for (let p = 0; p < factors.length; p++) nanoseconds *= values[factors[p]];
    if (nanoseconds < 2 * grain || units < 2 || (grain > 0 && !pool.isReady(nanoseconds, grain * START)))
      return direct(a, b, c, d, e, f, g, h, i, j, k, l, m);
    values[7] = h;
    values[8] = i;
    values[9] = j;
    values[10] = k;
    values[11] = l;
    values[12] = m;
    const parts = Math.min(pool.threads, units, grain > 0 ? Math.floor(nanoseconds / grain) : units);
    share(units, parts, nanoseconds / parts);
  };
}

type Call = Exports[string];

/** The first unit of a part. */
function start(units: number, parts: number, part: number): number {
  if (part === parts) return units;
  const at = Math.floor((units * part) / parts);
  return units >= 2 * ALIGNMENT * parts ? at - (at % ALIGNMENT) : at;
}
