import type { Dataset, Split } from '../../data/dataset.js';
import {
  type CategoryFeature,
  encodedColumns,
  type Feature,
  inputs,
  isIndex,
  type NumberFeature,
  width,
} from '../../data/preprocessing/index.js';
import { targetOf } from './target_column.js';

/** Columns each of which gives the target by itself. */
export interface Leak {
  readonly columns: readonly string[];
  /** Evidence in words, of the first of them: `each of its 2 values has one class`. */
  readonly how: string;
}

/** Most cells of x that are looked at, but for the rows that it takes at least: they are thinned out evenly. */
const mostCells = 1e5;
const enoughRows = 1000;
const fewestRows = 20;
/** Most values of a column of numbers that are taken for codes. */
const mostCodes = 20;
/** Share of rows, and r², from which on a column gives the target; and what the next best column stays below. */
const determined = 0.995;
const clearlyLess = 0.95;

/**
 * Searches the training rows for columns that give the target by themselves: a category, or a number of few values,
 * each of which has one class or nearly one number; a number that is on one line with the target; or, where no other
 * column comes near it, a number that a threshold divides into the classes. Columns that are computed from others are
 * left out, and there have to be others to learn from.
 */
export function leaksOf({ train, preprocessing }: Dataset): Leak | null {
  const { features, target } = preprocessing;
  const columns = target.kind === 'classes' ? 1 : train.t.length / train.rows;
  const asked = features.filter(({ kind }) => kind !== 'variable');
  if (target.kind === 'reconstruction' || columns > 1 || asked.length < 2) return null;
  const rows = thinned(train, inputs(preprocessing));
  if (rows.length < fewestRows) return null;
  const t = Float64Array.from(rows, targetOf(train, 0, columns));
  const found = target.kind === 'classes' || target.kind === 'labels' ? giveClass : giveNumber;
  return found(columnsOf(train, features, rows), t);
}

/** A feature as the search sees it: codes of a category, or numbers. */
interface Candidate {
  readonly name: string;
  readonly isCategory: boolean;
  readonly values: Float64Array;
}

function thinned({ rows }: Split, columns: number): number[] {
  const count = Math.min(rows, Math.max(enoughRows, Math.floor(mostCells / Math.max(1, columns))));
  return Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
}

function columnsOf(
  { x, rows: all }: Split,
  features: readonly Feature[],
  rows: readonly number[],
): Candidate[] {
  const stride = x.length / all;
  let first = 0;
  return features.flatMap((feature): Candidate[] => {
    const from = first;
    const size = width(feature);
    first += size;
    if (feature.kind !== 'category' && feature.kind !== 'number') return [];
    const { name, kind } = feature;
    const value = codeOf(feature, x);
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = value(rows[i] * stride + from);
    return [{ name, isCategory: kind === 'category', values }];
  });
}

/**
 * Finds the code of a category in its columns of x, of which the first has an index; a number, or what grows with it
 * where it is encoded.
 */
function codeOf(feature: CategoryFeature | NumberFeature, x: Float64Array): (first: number) => number {
  if (feature.kind === 'number') {
    const count = encodedColumns(feature);
    return count === 1 ? (first) => x[first] : (first) => sumOf(x, first, count);
  }
  if (isIndex(feature)) return (first) => x[first];
  const size = width(feature);
  return (first) => x.subarray(first, first + size).indexOf(1);
}

function sumOf(x: Float64Array, first: number, count: number): number {
  let sum = 0;
  for (let i = first; i < first + count; i++) sum += x[i];
  return sum;
}

function giveClass(candidates: readonly Candidate[], t: Float64Array): Leak | null {
  const guess = commonest(t) / t.length;
  const isClear = (share: number) => share >= determined && 1 - share <= 0.1 * (1 - guess);
  const coded = candidates.map((each) => byValue(each, t));
  const leaks = candidates.filter((_, i) => isClear(coded[i].share));
  if (leaks.length > 0) {
    const { values } = coded[candidates.indexOf(leaks[0])];
    return { columns: leaks.map(({ name }) => name), how: `each of its ${values} values has one class` };
  }
  const shares = candidates.map((each, i) => (each.isCategory ? coded[i].share : byThreshold(each, t)));
  return alone(candidates, shares, isClear, 'a threshold divides it into the classes');
}

/** Share of the rows that the commonest class of each value is right for; a value of a single row tells nothing. */
function byValue({ isCategory, values }: Candidate, t: Float64Array): { share: number; values: number } {
  const counts = new Map<number, Map<number, number>>();
  for (const [i, value] of values.entries()) {
    const ofValue = counts.get(value) ?? new Map<number, number>();
    counts.set(value, ofValue);
    ofValue.set(t[i], (ofValue.get(t[i]) ?? 0) + 1);
    if (!isCategory && counts.size > mostCodes) return { share: 0, values: counts.size };
  }
  let right = 0;
  for (const ofValue of counts.values()) {
    let most = 0;
    let all = 0;
    for (const count of ofValue.values()) {
      if (count > most) most = count;
      all += count;
    }
    if (all > 1) right += most;
  }
  return { share: right / t.length, values: counts.size };
}

function commonest(t: Float64Array): number {
  const counts = new Map<number, number>();
  let most = 0;
  for (const value of t) {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    if (count > most) most = count;
  }
  return most;
}

/** Share of the rows that are right where a threshold parts two classes; 0 for more classes. */
function byThreshold({ values }: Candidate, t: Float64Array): number {
  let positives = 0;
  for (const value of t) {
    if (value !== 0 && value !== 1) return 0;
    positives += value;
  }
  const order = sorted(values);
  let [below, ones, best] = [0, 0, 0];
  for (const [k, i] of order.entries()) {
    below++;
    ones += t[i];
    if (k + 1 < order.length && values[order[k + 1]] === values[i]) continue;
    // 0 below the threshold and 1 above it, or the other way round
    const right = below - ones + (positives - ones);
    best = Math.max(best, right, t.length - right);
  }
  return best / t.length;
}

const sorted = (values: Float64Array): Uint32Array =>
  Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);

/** Columns whose values, or whose line, leave nearly nothing of the target's variance. */
function giveNumber(candidates: readonly Candidate[], t: Float64Array): Leak | null {
  const isOnLine = ({ isCategory, values }: Candidate) =>
    !isCategory && squaredCorrelation(values, t) >= determined;
  const leaks = candidates.filter((each) => isOnLine(each) || byMean(each, t).share >= determined);
  if (leaks.length === 0) return null;
  const how = isOnLine(leaks[0])
    ? 'it is on one line with the target'
    : `each of its ${byMean(leaks[0], t).values} values has nearly one number`;
  return { columns: leaks.map(({ name }) => name), how };
}

/** Share of the target's variance that is between the means of each value; a value of a single row tells nothing. */
function byMean({ isCategory, values }: Candidate, t: Float64Array): { share: number; values: number } {
  const ofValue = new Map<number, { rows: number; mean: number }>();
  for (const [i, value] of values.entries()) {
    const { rows, mean } = ofValue.get(value) ?? { rows: 0, mean: 0 };
    ofValue.set(value, { rows: rows + 1, mean: mean + (t[i] - mean) / (rows + 1) });
    if (!isCategory && ofValue.size > mostCodes) return { share: 0, values: ofValue.size };
  }
  const all = t.reduce((sum, value) => sum + value / t.length, 0);
  let [within, total] = [0, 0];
  for (const [i, value] of values.entries()) {
    const { rows, mean } = ofValue.get(value)!;
    const [apart, off] = [t[i] - all, t[i] - (rows > 1 ? mean : all)];
    total += apart * apart;
    within += off * off;
  }
  return { share: total > 0 ? 1 - within / total : 0, values: ofValue.size };
}

function squaredCorrelation(x: Float64Array, t: Float64Array): number {
  const n = x.length;
  const [meanX, meanT] = [x, t].map((values) => values.reduce((sum, value) => sum + value / n, 0));
  let [xx, tt, xt] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dt] = [x[i] - meanX, t[i] - meanT];
    xx += dx * dx;
    tt += dt * dt;
    xt += dx * dt;
  }
  return xx > 0 && tt > 0 ? (xt / xx) * (xt / tt) : 0;
}

/** The column that gives the target, where one does and no other comes near it. */
function alone(
  candidates: readonly Candidate[],
  shares: readonly number[],
  isClear: (share: number) => boolean,
  how: string,
): Leak | null {
  const clear = candidates.filter((_, i) => isClear(shares[i]));
  const near = shares.filter((share) => share >= clearlyLess);
  return clear.length === 1 && near.length === 1 ? { columns: [clear[0].name], how } : null;
}
