import { MlpError } from '../../errors.js';
import type { Kernels } from '../../kernels/index.js';
import { exp } from '../../math/index.js';
import type { LossLoops } from '../losses/loops.js';
import { type Field, fieldColumns, type GivenField } from './field.js';
import { minusLogBernoulli, sigmoidOf } from './logit.js';
import { minusLogNormal, variance } from './normal.js';
import { softmaxOf } from './softmax.js';

/** Columns of a field in a row of y, from `at` on, with memory for the probabilities of its levels. */
interface Placed<F extends Field = Field> {
  readonly field: F;
  readonly at: number;
  readonly p: Float64Array;
}

/**
 * −log p(t | y) of each row, summed over its fields: what a value that is not known adds is 0. y are parameters of
 * distributions, of which no activation makes anything else. Fields that are values have no likelihood: loops of theirs
 * cannot be called.
 */
export function likelihoodLoops(kernels: Kernels, fields: readonly GivenField[]): LossLoops {
  if (!fields.every(isDistribution)) return noLikelihood;
  const placed = placedFields(fields);
  return {
    isFused: true,
    forward: ({ a, t, losses }, rows, columns) =>
      kernels.runInJs([a, t], [losses!], (y, target, out) => {
        for (let i = 0; i < rows; i++) out[i] = termOf(placed, y, i * columns, target, i * columns);
      }),
    backward: ({ a, t, scale, gradient }, rows, columns) =>
      kernels.runInJs([a, t, scale!], [gradient!], (y, target, s, dy) => {
        for (let i = 0; i < rows; i++)
          for (const each of placed) slope(each, y, target, s[i], dy, i * columns + each.at);
      }),
  };
}

const isDistribution = (field: GivenField): field is Field => field.kind !== 'value';

function refuse(): never {
  throw new MlpError('bug', 'values that a generator gives have no likelihood');
}

const noLikelihood: LossLoops = { isFused: true, forward: refuse, backward: refuse };

/** Gives −log p of t[tAt …] by the parameters y[yAt …]: a row's loss. */
export function rowLikelihood(fields: readonly Field[]) {
  const placed = placedFields(fields);
  return (y: Float64Array, yAt: number, t: Float64Array, tAt: number): number =>
    termOf(placed, y, yAt, t, tAt);
}

function placedFields(fields: readonly Field[]): Placed[] {
  let next = 0;
  return fields.map((field) => {
    const at = next;
    next += fieldColumns(field);
    return { field, at, p: new Float64Array(field.kind === 'category' ? field.levels : 0) };
  });
}

function termOf(
  placed: readonly Placed[],
  y: Float64Array,
  yAt: number,
  t: Float64Array,
  tAt: number,
): number {
  let sum = 0;
  for (const each of placed) sum += term(each, y, yAt + each.at, t, tAt + each.at);
  return sum;
}

/** −log p of the value of a field. */
function term({ field, p }: Placed, y: Float64Array, k: number, t: Float64Array, i: number): number {
  if (field.kind === 'number') {
    const missing = field.mayMiss ? minusLogBernoulli(y[k + 2], t[i + 2]) : 0;
    return t[i + 1] === 0 ? missing : minusLogNormal(y[k], variance(y[k + 1], field), t[i]) + missing;
  }
  const { levels } = field;
  const logSum = softmaxOf(y, k, levels, p);
  for (let j = 0; j < levels; j++) if (t[i + j] === 1) return logSum - y[k + j];
  return 0;
}

// dμ = s (μ − t) / v, ds = s ½ (1 − (t − μ)² / v) (v − floor) / v; of logits s (p − t)
function slope(
  { field, p }: Placed,
  y: Float64Array,
  t: Float64Array,
  scale: number,
  dy: Float64Array,
  k: number,
): void {
  if (field.kind === 'number') {
    const known = scale * t[k + 1];
    const grown = field.spread * field.spread * exp(y[k + 1]);
    const v = field.floor + grown;
    const e = t[k] - y[k];
    dy[k] = (-known * e) / v;
    dy[k + 1] = known * 0.5 * (1 - (e * e) / v) * (grown / v);
    if (field.mayMiss) dy[k + 2] = scale * (sigmoidOf(y[k + 2]) - t[k + 2]);
    return;
  }
  const { levels } = field;
  softmaxOf(y, k, levels, p);
  let known = 0;
  for (let j = 0; j < levels; j++) known += t[k + j];
  for (let j = 0; j < levels; j++) dy[k + j] = scale * (known * p[j] - t[k + j]);
}
