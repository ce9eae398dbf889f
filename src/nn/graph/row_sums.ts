import type { Kernels, Vector } from '../../kernels/index.js';
import type { Ranks } from '../../ranks/ranks.js';
import type { Memory } from '../layout.js';
import {
  type BatchPart,
  firstRow,
  MOST_SHARDS,
  type Range,
  shardsOf,
  shardsOfRank,
  subtrees,
} from './shards.js';

/** Overwrites `sums` with those over `rows` rows from row `from` on. */
type AddUp = (from: number, rows: number, sums: readonly Vector[]) => void;

/** Exchange of the sums of ranks, which is the same for every batch of as many shards. */
interface Plan {
  /** Shards of which each rank hands over a sum. */
  readonly ofRanks: readonly (readonly Range[])[];
  readonly mine: Float64Array;
  readonly all: Float64Array;
}

/**
 * Sums over the rows of a batch, such as the gradients of an operation's parameters: each shard is added up by itself,
 * and the sums of shards in the order of a binary tree. So they have the same bits by whomever the shards are computed.
 */
export class RowSums {
  /** Right halves of the tree, by their depth: memory of each sum. */
  private readonly halves: readonly (readonly Memory[])[];
  private readonly plans = new Map<number, Plan>();
  private readonly length: number;

  constructor(
    private readonly kernels: Kernels,
    /** Numbers of each sum. */
    private readonly lengths: readonly number[],
    /** Claims memory that takes so many numbers for a batch of so many rows. */
    claim: (length: (rows: number) => number) => Memory,
    /** Number of shards of a batch, shardsOf(rows) or more. */
    private readonly divide: (rows: number) => number = shardsOf,
  ) {
    this.length = lengths.reduce((sum, length) => sum + length, 0);
    this.halves = Array.from({ length: depthOf(1, MOST_SHARDS) }, (_, depth) =>
      lengths.map((length) => claim((rows) => (divide(rows) >> depth > 1 ? length : 0))),
    );
  }

  /** Overwrites `sums`; `rows` are those that are computed here, all or `part` of a batch. */
  addUp(sums: readonly Vector[], rows: number, part: BatchPart | null, add: AddUp): void {
    if (sums.length === 0) return;
    const all = part?.rows ?? rows;
    const shards = this.divide(all);
    const start = part?.from ?? 0;
    const addShard = (shard: number, to: readonly Vector[]) => {
      const from = firstRow(all, shards, shard);
      add(from - start, firstRow(all, shards, shard + 1) - from, to);
    };
    if (part === null) this.addRange([0, shards], sums, 0, addShard);
    else this.addOfRanks(shards, sums, part.ranks, addShard);
  }

  private addRange(
    [from, to]: Range,
    sums: readonly Vector[],
    depth: number,
    addShard: (shard: number, to: readonly Vector[]) => void,
  ): void {
    if (to - from === 1) {
      addShard(from, sums);
      return;
    }
    const middle = (from + to) / 2;
    const right = this.halves[depth].map(({ vector }) => vector);
    this.addRange([from, middle], sums, depth + 1, addShard);
    this.addRange([middle, to], right, depth + 1, addShard);
    for (const [i, length] of this.lengths.entries()) this.kernels.add(sums[i], right[i], sums[i], length);
  }

  private addOfRanks(
    shards: number,
    sums: readonly Vector[],
    ranks: Ranks,
    addShard: (shard: number, to: readonly Vector[]) => void,
  ): void {
    const { kernels, lengths, length } = this;
    const plan = this.plans.get(shards) ?? this.plan(shards, ranks);
    const { ofRanks, mine, all } = plan;
    for (const [k, range] of ofRanks[ranks.rank].entries()) {
      this.addRange(range, sums, depthOf(range[1] - range[0], shards), addShard);
      kernels.runInJs(sums, [], (...arrays) => {
        let at = k * length;
        for (const [i, array] of arrays.entries()) {
          mine.set(array.subarray(0, lengths[i]), at);
          at += lengths[i];
        }
      });
    }
    kernels.runInJs([], sums, (...arrays) => {
      ranks.exchange(mine, all);
      const total = totalOf(plan, shards, length);
      let at = 0;
      for (const [i, array] of arrays.entries()) {
        array.set(total.subarray(at, at + lengths[i]));
        at += lengths[i];
      }
    });
  }

  private plan(shards: number, ranks: Ranks): Plan {
    const ofRanks = Array.from({ length: ranks.size }, (_, rank) =>
      subtrees([0, shards], shardsOfRank(shards, ranks, rank)),
    );
    const most = ofRanks.reduce((result, each) => Math.max(result, each.length), 0);
    const numbers = (count: number) => new Float64Array(count * most * this.length);
    const plan = { ofRanks, mine: numbers(1), all: numbers(ranks.size) };
    this.plans.set(shards, plan);
    return plan;
  }
}

/** Depth in a tree at which subtrees have so many of all its shards. */
function depthOf(shards: number, all: number): number {
  let depth = 0;
  while (shards << depth < all) depth++;
  return depth;
}

/** Adds up what ranks have handed over, in the order of the tree; over the first of the sums. */
function totalOf({ ofRanks, mine, all }: Plan, shards: number, length: number): Float64Array {
  const known = new Map<string, Float64Array>();
  for (const [rank, ranges] of ofRanks.entries()) {
    for (const [k, range] of ranges.entries()) {
      const at = rank * mine.length + k * length;
      known.set(String(range), all.subarray(at, at + length));
    }
  }
  const total = (from: number, to: number): Float64Array => {
    const given = known.get(String([from, to]));
    if (given) return given;
    const middle = (from + to) / 2;
    const [left, right] = [total(from, middle), total(middle, to)];
    for (let i = 0; i < length; i++) left[i] += right[i];
    return left;
  };
  return total(0, shards);
}
