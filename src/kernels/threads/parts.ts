import type { Operation } from '../wasm/recorder.js';
import { type Access, BYTES, type Chain, conflicts, type Work } from './chains.js';

/** Units that a part begins at a multiple of, where there are enough: tiles of 4 rows, lines of 8 numbers. */
const ALIGNMENT = 8;

/** Operations that one thread does without looking at others. */
export interface Part {
  readonly operations: readonly Operation[];
  readonly nanoseconds: number;
}

/** Number of parts that a chain falls into. */
function partsOf({ units, nanoseconds }: Chain, threads: number, grain: number): number {
  const worth = grain > 0 ? Math.max(1, Math.floor(nanoseconds / grain)) : units;
  return Math.min(threads, units, worth);
}

/**
 * Finds the part of a chain that has written all that `work` needs of it; null where there is none, or several have a
 * share in it.
 */
export function partFor(chain: Chain, work: Work, threads: number, grain: number): number | null {
  const count = partsOf(chain, threads, grain);
  // more work may come, and more parts of it
  if (count < 2 || count < Math.min(threads, chain.units)) return null;
  const pairs = conflicts(chain, work);
  const isIn =
    (part: number) =>
    ([a, b]: [Access, Access]) => {
      if (!a.isByUnit) return false;
      const unit = (a.to - a.from) / chain.units;
      return (
        b.from >= a.from + unit * start(chain.units, count, part) &&
        b.to <= a.from + unit * start(chain.units, count, part + 1)
      );
    };
  for (let part = 0; part < count; part++) if (pairs.every(isIn(part))) return part;
  return null;
}

/** Divides a chain. */
export function parts(chain: Chain, threads: number, grain: number): Part[] {
  const { units, nanoseconds, works } = chain;
  const count = partsOf(chain, threads, grain);
  return Array.from({ length: count }, (_, i) => {
    const from = start(units, count, i) / units;
    const to = start(units, count, i + 1) / units;
    return {
      operations: works
        .filter(({ part = i }) => part === i)
        .map((work) => (count === 1 || work.part === i ? work.operation : share(work, from, to))),
      nanoseconds: nanoseconds * (to - from),
    };
  });
}

/** Narrows a call to the units between two fractions of all. */
function share({ operation, rule: { operands, over }, units }: Work, from: number, to: number): Operation {
  const values = [...operation.values];
  const first = Math.round(units * from);
  operands.forEach(({ unit }, i) => {
    if (unit === null || values[i] === 0) return;
    values[i] += BYTES * first * unit.reduce((product, place) => product * operation.values[place], 1);
  });
  values[over!] = Math.round(units * to) - first;
  return { ...operation, values };
}

/** Number of the first unit of a part. */
function start(units: number, parts: number, part: number): number {
  if (part === parts) return units;
  const at = Math.floor((units * part) / parts);
  return units >= 2 * ALIGNMENT * parts ? at - (at % ALIGNMENT) : at;
}
