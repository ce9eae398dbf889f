import type { Ranks } from '../../ranks/ranks.js';

/** Rows that a shard has at least: of fewer, a gradient is about as quick to compute as to hand over. */
const LEAST_ROWS = 128;
/** The most shards of a batch, each a part of it that one rank can compute. */
export const MOST_SHARDS = 8;

/** Number of shards that a batch falls into, a power of two: it depends on the rows of the batch and nothing else. */
export function shardsOf(rows: number): number {
  let shards = 1;
  while (shards < MOST_SHARDS && rows >= 2 * shards * LEAST_ROWS) shards *= 2;
  return shards;
}

/** Index of the first row of a shard: at a tile of the products. */
export const firstRow = (rows: number, shards: number, shard: number): number =>
  shard === shards ? rows : 8 * Math.floor((rows * shard) / shards / 8);

/** Shards from one up to, and without, another. */
export type Range = readonly [from: number, to: number];

/** Shards of a rank. */
export const shardsOfRank = (shards: number, { size }: Pick<Ranks, 'size'>, rank: number): Range => [
  Math.floor((shards * rank) / size),
  Math.floor((shards * (rank + 1)) / size),
];

/** The rows of a batch that this process computes, where ranks share it. */
export interface BatchPart {
  /** Rows of the whole batch. */
  readonly rows: number;
  /** Index in the batch of the first row that is computed here, and how many are. */
  readonly from: number;
  readonly count: number;
  readonly ranks: Ranks;
}

/**
 * Part of a batch that this rank computes; null where there is one process, or the batch is one shard: then each
 * computes all of it. A rank that no shard is left for computes a row that nobody asks for.
 */
export function batchPart(rows: number, ranks: Ranks | undefined): BatchPart | null {
  const shards = shardsOf(rows);
  if (!ranks || ranks.size === 1 || shards === 1) return null;
  const [first, end] = shardsOfRank(shards, ranks, ranks.rank);
  const from = firstRow(rows, shards, first);
  return first === end
    ? { rows, from: 0, count: 1, ranks }
    : { rows, from, count: firstRow(rows, shards, end) - from, ranks };
}

/** The largest subtrees of a tree that lie within a range of its shards: their sums are all that others need. */
export function subtrees([from, to]: Range, [first, end]: Range): Range[] {
  if (to <= first || end <= from) return [];
  if (first <= from && to <= end) return [[from, to]];
  const middle = (from + to) / 2;
  return [...subtrees([from, middle], [first, end]), ...subtrees([middle, to], [first, end])];
}
