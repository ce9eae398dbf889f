import type { Split } from '../data/dataset.js';
import type { Preprocessing } from '../data/preprocessing/index.js';
import type { Files } from '../data/sources/paths.js';
import { encodeStream } from '../data/stream.js';
import type { StreamListener } from '../data/stream_report.js';
import { MlpError } from '../errors.js';
import type { Kernels } from '../kernels/index.js';
import { type Model, restoreNetwork } from '../model/model.js';
import { type DecisionOptions, evaluate, type Report } from '../training/measuring/evaluate.js';

/** Options of measuring a model. */
export interface EvaluateOptions {
  readonly kernels?: Kernels;
  /** Threshold and intervals: see decisionOf. */
  readonly decision?: DecisionOptions;
}

/** Measures a model on other data, which has to have the target. */
export async function evaluateData(
  model: Model,
  source: Files,
  listener: StreamListener,
  { kernels, decision }: EvaluateOptions = {},
): Promise<Report> {
  const split = await readSplit(model.preprocessing, source, listener);
  return evaluate(restoreNetwork(model, rowsAtOnce, kernels), split, model.preprocessing, decision);
}

/** Reads other data and encodes it for a model; it has to have the target. */
export async function readSplit(
  preprocessing: Preprocessing,
  source: Files,
  listener: StreamListener,
): Promise<Split> {
  const x: Float64Array[] = [];
  const t: Float64Array[] = [];
  const weights: Float64Array[] = [];
  let rows = 0;
  for await (const chunk of encodeStream(source, preprocessing, { target: 'require', ...listener })) {
    rows += chunk.rows;
    x.push(chunk.x);
    if (chunk.t) t.push(chunk.t);
    if (chunk.weights) weights.push(chunk.weights);
  }
  if (rows === 0) throw new MlpError('data', `${source.name}: no complete row to measure the model on`);
  const all = joinVectors(x);
  return {
    rows,
    x: all,
    t: preprocessing.target.kind === 'reconstruction' ? all : joinVectors(t),
    ...(weights.length > 0 && { weights: joinVectors(weights) }),
  };
}

/** Rows that go through the network together; the figures do not depend on it. */
export const rowsAtOnce = 256;

/** Joins vectors, one behind the other. */
export function joinVectors(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
