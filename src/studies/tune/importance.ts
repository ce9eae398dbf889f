import type { TrialRecord } from './record.js';
import type { Parameter } from './space/space.js';

/** Most groups that the values of an interval are divided into, and trials that a group has at least. */
const MOST_GROUPS = 4;
const LEAST_TRIALS = 5;

/**
 * Part of the variance of the ranks of trials that one parameter explains by itself: the correlation ratio ε² of Kelley
 * 1935, which is 0 on average where it has no influence. Groups are the choices, or quarters of the trials in the order
 * of its values; null where there are too few trials. Ranks, as a few trials that went wrong would be all of the
 * variance of the values. What parameters do together is not in it.
 *
 * `ranking` are trials of the same epochs, best first.
 */
export function importanceOf({ name, domain }: Parameter, ranking: readonly TrialRecord[]): number | null {
  const n = ranking.length;
  const groups = 'choices' in domain ? byChoice(name, ranking) : byQuantile(name, ranking);
  if (groups.length < 2 || n < groups.length + 2) return null;
  const mean = (n - 1) / 2;
  const total = ranking.reduce((sum, _, rank) => sum + square(rank - mean), 0);
  const within = groups.reduce((sum, ranks) => {
    const middle = ranks.reduce((all, rank) => all + rank, 0) / ranks.length;
    return sum + ranks.reduce((all, rank) => all + square(rank - middle), 0);
  }, 0);
  return Math.max(0, 1 - within / (n - groups.length) / (total / (n - 1)));
}

const square = (x: number): number => x * x;

function byChoice(name: string, ranking: readonly TrialRecord[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [rank, { values }] of ranking.entries()) {
    const key = JSON.stringify(values[name]);
    groups.set(key, [...(groups.get(key) ?? []), rank]);
  }
  return [...groups.values()];
}

function byQuantile(name: string, ranking: readonly TrialRecord[]): number[][] {
  const count = Math.min(MOST_GROUPS, Math.floor(ranking.length / LEAST_TRIALS));
  if (count < 2) return [];
  const value = (rank: number) => ranking[rank].values[name] as number;
  const sorted = [...ranking.keys()].sort((a, b) => value(a) - value(b));
  const groups = Array.from({ length: count }, (): number[] => []);
  for (const [place, rank] of sorted.entries())
    groups[Math.floor((place * count) / sorted.length)].push(rank);
  return groups;
}
