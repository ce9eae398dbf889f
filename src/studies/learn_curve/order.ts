import type { ReadRows } from '../../data/read_rows.js';
import { groupsOf } from '../../data/splits/group.js';
import type { SplitConfig } from '../../data/splits/index.js';
import { completeColumn } from '../../data/splits/keys.js';
import { timesOf } from '../../data/splits/time.js';
import type { Rows } from '../../data/table/rows.js';
import { random, shuffle } from '../../random.js';

/** Order in which rows are added to the training rows: the first n are the subset of n, so that subsets are nested. */
export interface RowOrder {
  /** Indices of rows of the table. */
  readonly rows: Rows;
  /** Numbers of rows at which the order may be cut, in ascending order; the last is all. */
  readonly cuts: readonly number[];
}

/** Options of ordering training rows. */
export interface OrderOptions {
  readonly seed: number;
  /** Number of the repetition, from 0: each has an order by itself. */
  readonly repeat: number;
}

/** Whether an order has no chance in it: that of all repetitions is the same. */
export const isFixedOrder = ({ type }: SplitConfig): boolean => type === 'time';

/** Words on the order of a split, that follow "subsets are nested". */
export function orderText(split: SplitConfig, isStratified: boolean): string {
  if (split.type === 'group') return 'whole groups in a random order';
  if (split.type === 'time')
    return 'the earliest rows first, so that small subsets are also further from the rows that measure';
  return isStratified ? 'in a random order with the classes in proportion' : 'in a random order';
}

/** Orders training rows as the split divides rows: by chance with the classes in proportion, by groups, by time. */
export function orderRows(
  read: ReadRows,
  split: SplitConfig,
  train: Rows,
  strata: Int32Array | undefined,
  options: OrderOptions,
): RowOrder {
  if (split.type === 'time') return byTime(read, split.column, train);
  if (split.type === 'group') return byGroup(read, split.column, train, options);
  return byChance(train, strata, options);
}

const everywhere = (rows: Rows): number[] => Array.from(rows, (_, i) => i + 1);

function byTime({ table }: ReadRows, column: string | undefined, train: Rows): RowOrder {
  const times = column === undefined ? Float64Array.from(train) : timesOf(table, train, column);
  const order = [...times.keys()].sort((a, b) => times[a] - times[b] || a - b);
  const cuts = order.flatMap((at, i) =>
    i + 1 === order.length || times[order[i + 1]] !== times[at] ? [i + 1] : [],
  );
  return { rows: Uint32Array.from(order, (i) => train[i]), cuts };
}

function byGroup({ table }: ReadRows, column: string, train: Rows, { seed, repeat }: OrderOptions): RowOrder {
  const { groups, count } = groupsOf(completeColumn(table, train, column), train);
  const members = Array.from({ length: count }, (): number[] => []);
  for (const [i, each] of groups.entries()) members[each].push(train[i]);
  const order = Uint32Array.from(members.keys());
  shuffle(random(seed, 'check', repeat), order);
  const cuts: number[] = [];
  for (const each of order) cuts.push((cuts.at(-1) ?? 0) + members[each].length);
  return { rows: Uint32Array.from([...order].flatMap((each) => members[each])), cuts };
}

/**
 * Rows by chance. With classes, row k of n of a class stands at (k + ½)/n, so that any first rows have the classes in
 * proportion, but for the first row of each class, which come before all others: no subset is without a class that has
 * room for one of each.
 */
function byChance(train: Rows, strata: Int32Array | undefined, { seed, repeat }: OrderOptions): RowOrder {
  const shuffled = Uint32Array.from(train.keys());
  shuffle(random(seed, 'check', repeat), shuffled);
  if (!strata) return { rows: shuffled.map((i) => train[i]), cuts: everywhere(train) };
  const sizes = new Map<number, number>();
  for (const c of strata) sizes.set(c, (sizes.get(c) ?? 0) + 1);
  const taken = new Map<number, number>();
  const place = new Float64Array(train.length);
  for (const i of shuffled) {
    const k = taken.get(strata[i]) ?? 0;
    taken.set(strata[i], k + 1);
    place[i] = k === 0 ? -1 : (k + 0.5) / sizes.get(strata[i])!;
  }
  // of equal ones, that which was shuffled to the front
  const order = [...shuffled.keys()].sort((a, b) => place[shuffled[a]] - place[shuffled[b]] || a - b);
  return { rows: Uint32Array.from(order, (k) => train[shuffled[k]]), cuts: everywhere(train) };
}
