import type { Operation } from '../wasm/recorder.js';
import type { Rule } from './rule.js';
import { rules } from './rules.js';

/** Bytes of a number. */
export const BYTES = 8;

/** A piece of memory that an operation reads or writes. */
export interface Access {
  readonly from: number;
  readonly to: number;
  readonly writes: boolean;
  /** True where each unit has a piece of its own, one after the other. */
  readonly isByUnit: boolean;
}

/** Operation with the memory that it reads and writes, its units, and its cost. */
export interface Work {
  readonly operation: Operation;
  readonly rule: Rule;
  readonly units: number;
  readonly accesses: readonly Access[];
  readonly nanoseconds: number;
  /** Number of the only part of the chain that does this work, as a whole. */
  readonly part?: number;
}

/**
 * Operations that are done one after the other for the same units (rows, mostly), so that a thread can go through all
 * of them with its share of the units: each reads, of what another has written, only what belongs to its own.
 */
export interface Chain {
  units: number;
  nanoseconds: number;
  readonly works: Work[];
}

const product = ({ values }: Operation, places: readonly number[]): number =>
  places.reduce((result, place) => result * values[place], 1);

/** Nanoseconds that an operation takes in WebAssembly, roughly. */
export const costOf = (operation: Operation): number => {
  const { cost, work } = rules[operation.name];
  return cost * product(operation, work);
};

/** Finds the memory that an operation reads and writes, its units, and its cost. */
export function examine(operation: Operation): Work {
  const { name, values, guard } = operation;
  const rule = rules[name];
  const accesses = rule.operands.map(({ access, unit, length }, i) => ({
    from: values[i],
    // address 0 stands for no vector
    to: values[i] === 0 ? 0 : values[i] + BYTES * product(operation, length),
    writes: access === 'write',
    isByUnit: unit !== null && !isStrided(rule, i),
  }));
  if (guard !== 0) accesses.push({ from: guard, to: guard + BYTES, writes: false, isByUnit: false });
  const units = rule.over === null ? 1 : values[rule.over];
  return { operation, rule, units, accesses, nanoseconds: costOf(operation) };
}

/** Whether a unit of operand i is a column or several, of which every row of a matrix has numbers. */
const isStrided = ({ operands, over }: Rule, i: number): boolean => !operands[i].length.includes(over!);

/** Lists pairs of accesses to the same memory, one of them to write. */
export function conflicts(chain: Chain, work: Work): [Access, Access][] {
  const pairs: [Access, Access][] = [];
  for (const { accesses } of chain.works)
    for (const a of accesses)
      for (const b of work.accesses)
        if (a.from < b.to && b.from < a.to && (a.writes || b.writes)) pairs.push([a, b]);
  return pairs;
}

/** Whether some units of `work` need nothing but what the chain has done for the same units. */
export function goesAlong(chain: Chain, work: Work): boolean {
  if (chain.units === 1 || work.units % chain.units !== 0) return false;
  return conflicts(chain, work).every(
    ([a, b]) => a.isByUnit && b.isByUnit && a.from === b.from && a.to === b.to,
  );
}

/** Whether both are too little to be divided, even together: then they may need of each other what they like. */
export const areSmall = (chain: Chain, work: Work, grain: number): boolean =>
  chain.nanoseconds + work.nanoseconds < 2 * grain;

/** Adds work that one part of the chain does as a whole. */
export function attach(chain: Chain, work: Work, part: number): void {
  const accesses = work.accesses.map((access) => ({ ...access, isByUnit: false }));
  chain.nanoseconds += work.nanoseconds;
  chain.works.push({ ...work, accesses, part });
}

/** Adds work to a chain, which stays divisible only where the work goes along with its units. */
export function join(chain: Chain, work: Work): void {
  if (!goesAlong(chain, work)) chain.units = 1;
  chain.nanoseconds += work.nanoseconds;
  chain.works.push(work);
}
