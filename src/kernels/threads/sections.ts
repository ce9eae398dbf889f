import type { Operation } from '../wasm/recorder.js';
import { type Rule, rules } from './rules.js';

/** Units that a part begins at a multiple of, where there are enough: tiles of 4 rows, lines of 8 numbers. */
const ALIGNMENT = 8;
/** Bytes of a number. */
const BYTES = 8;

/** What one thread does without looking at others. */
export interface Part {
  readonly operations: readonly Operation[];
  readonly nanoseconds: number;
}

/** Parts that need nothing of each other: all of a section are done before the next begins. */
export type Section = readonly Part[];

/** A piece of memory that an operation reads or writes. */
interface Access {
  readonly from: number;
  readonly to: number;
  readonly writes: boolean;
  /** Whether units take it in turn, each its own piece. */
  readonly isByUnit: boolean;
}

interface Work {
  readonly operation: Operation;
  readonly rule: Rule;
  readonly units: number;
  readonly accesses: readonly Access[];
  readonly nanoseconds: number;
}

/**
 * Operations that are done one after the other for the same units (rows, mostly), so that a thread can go through all of them with its
 * share of the units: each reads, of what another has written, only what belongs to its own.
 */
interface Chain {
  units: number;
  nanoseconds: number;
  readonly works: Work[];
}

/**
 * Sorts a program's operations into sections and parts for so many threads, each part worth `grain` nanoseconds or undivided. Each operation
 * comes as early as what it reads and overwrites allows, so that a step of training has few sections: all that goes
 * row by row, then what adds up rows, then the update. No number of an output is the work of two parts: none depends on the split.
 */
export function divide(operations: readonly Operation[], threads: number, grain: number): readonly Section[] {
  const sections: Chain[][] = [];
  for (const operation of operations) place(sections, examine(operation), grain);
  return sections.map((chains) =>
    chains.flatMap((chain) => parts(chain, threads, grain)).sort((a, b) => b.nanoseconds - a.nanoseconds),
  );
}

function examine(operation: Operation): Work {
  const { name, values, guard } = operation;
  const rule = rules[name];
  const product = (places: readonly number[]) => places.reduce((result, place) => result * values[place], 1);
  const accesses = rule.operands.map(({ access, unit, length }, i) => ({
    from: values[i],
    // address 0 says that there is none
    to: values[i] === 0 ? 0 : values[i] + BYTES * product(length),
    writes: access === 'write',
    isByUnit: rule.over !== null && unit !== 0 && !isStrided(rule, i),
  }));
  if (guard !== 0) accesses.push({ from: guard, to: guard + BYTES, writes: false, isByUnit: false });
  const units = rule.over === null ? 1 : values[rule.over];
  return { operation, rule, units, accesses, nanoseconds: rule.cost * product(rule.work) };
}

/** A unit is a column of it, which lies in every row. */
const isStrided = ({ operands, over }: Rule, i: number): boolean =>
  operands[i].unit === 1 && !operands[i].length.includes(over!);

function place(sections: Chain[][], work: Work, grain: number): void {
  let at = sections.length - 1;
  let conflicting: Chain[] = [];
  for (; at >= 0 && conflicting.length === 0; at--)
    conflicting = sections[at].filter((chain) => conflicts(chain, work).length > 0);
  if (conflicting.length === 1) {
    const [chain] = conflicting;
    if (goesAlong(chain, work) || areSmall(chain, work, grain)) {
      join(chain, work);
      return;
    }
  }
  if (conflicting.length > 0) at++;
  sections[at + 1] ??= [];
  const section = sections[at + 1];
  const chain =
    section.find((chain) => goesAlong(chain, work)) ??
    // what is divided by units stays so: others may go along with it
    section.find((chain) => chain.units === 1 && work.units === 1 && areSmall(chain, work, grain));
  if (chain) join(chain, work);
  else section.push({ units: work.units, nanoseconds: work.nanoseconds, works: [work] });
}

/** Pairs of accesses to the same memory, one of them to write. */
function conflicts(chain: Chain, work: Work): [Access, Access][] {
  const pairs: [Access, Access][] = [];
  for (const { accesses } of chain.works)
    for (const a of accesses)
      for (const b of work.accesses)
        if (a.from < b.to && b.from < a.to && (a.writes || b.writes)) pairs.push([a, b]);
  return pairs;
}

/** Whether the work of some of a chain's units needs nothing but what has been done for the same units. */
function goesAlong(chain: Chain, work: Work): boolean {
  if (chain.units === 1 || work.units % chain.units !== 0) return false;
  return conflicts(chain, work).every(
    ([a, b]) => a.isByUnit && b.isByUnit && a.from === b.from && a.to === b.to,
  );
}

/** Whether both are too little to be divided, together as well: then it is all the same what they need of each other. */
const areSmall = (chain: Chain, work: Work, grain: number): boolean =>
  chain.nanoseconds + work.nanoseconds < 2 * grain;

function join(chain: Chain, work: Work): void {
  if (!goesAlong(chain, work)) chain.units = 1;
  chain.nanoseconds += work.nanoseconds;
  chain.works.push(work);
}

function parts({ units, nanoseconds, works }: Chain, threads: number, grain: number): Part[] {
  const worth = grain > 0 ? Math.max(1, Math.floor(nanoseconds / grain)) : units;
  const count = Math.min(threads, units, worth);
  return Array.from({ length: count }, (_, i) => {
    const from = start(units, count, i) / units;
    const to = start(units, count, i + 1) / units;
    return {
      operations: works.map((work) => (count === 1 ? work.operation : share(work, from, to))),
      nanoseconds: nanoseconds * (to - from),
    };
  });
}

/** The call for the units between two fractions of all. */
function share({ operation, rule: { operands, over }, units }: Work, from: number, to: number): Operation {
  const values = [...operation.values];
  const first = Math.round(units * from);
  operands.forEach(({ unit }, i) => {
    const numbers = typeof unit === 'number' ? unit : operation.values[unit.place];
    if (values[i] !== 0) values[i] += BYTES * numbers * first;
  });
  values[over!] = Math.round(units * to) - first;
  return { ...operation, values };
}

/** The first unit of a part. */
function start(units: number, parts: number, part: number): number {
  if (part === parts) return units;
  const at = Math.floor((units * part) / parts);
  return units >= 2 * ALIGNMENT * parts ? at - (at % ALIGNMENT) : at;
}
