import type { Dataset, Part, Split } from '../../data/dataset.js';
import { type Folds, rowsOfFold } from '../../data/splits/index.js';
import { MemberReader } from '../../nn/members.js';
import type { Network } from '../../nn/network.js';
import { meanLoss } from './mean_loss.js';
import { type PredictionOptions, type Predictions, predictSplit } from './predictions.js';
import { selectRows } from './select_rows.js';

/**
 * A dataset whose validation rows are the rows of its folds: those of the first `members`, as many as there are
 * networks. Returns the dataset itself where there are no folds.
 */
export function withOutOfFold(dataset: Dataset, members: number): Dataset {
  const { folds, train } = dataset;
  if (!folds) return dataset;
  const rows = members < folds.count ? coveredRows(folds, members) : undefined;
  return { ...dataset, validation: selectRows(train, rows) };
}

/** Rows in the first so many folds, in their order. */
export const coveredRows = ({ of }: Folds, members: number): Float64Array =>
  Float64Array.from(of.keys()).filter((row) => of[row] < members);

/**
 * Predictions of a network for a part of its own data: for the validation rows of folds (see withOutOfFold) by the
 * member that was not trained on them, for all others by the network as a whole.
 */
export function predictPart(
  network: Network,
  dataset: Dataset,
  part: Part,
  options?: PredictionOptions,
): Predictions {
  const { folds } = dataset;
  return folds && part === 'validation'
    ? predictOutOfFold(network, dataset.train, folds, options)
    : predictSplit(network, dataset[part] as Split, options);
}

function predictOutOfFold(
  network: Network,
  train: Split,
  folds: Folds,
  options?: PredictionOptions,
): Predictions {
  const members = network.config.branches ?? 1;
  const covered = coveredRows(folds, members);
  const place = new Float64Array(train.rows);
  for (const [i, row] of covered.entries()) place[row] = i;
  const { outputs } = network;
  const y = new Float64Array(covered.length * outputs);
  const losses = new Float64Array(covered.length);
  let logits: Float64Array | undefined;
  let moments: Float64Array | undefined;
  const reader = new MemberReader(network, network.x.length / network.inputs);
  for (let fold = 0; fold < members; fold++) {
    const { inside } = rowsOfFold(folds, fold);
    const predictions = predictSplit(reader.read(fold), selectRows(train, inside), {
      ...options,
      withLosses: true,
    });
    if (predictions.logits) logits ??= new Float64Array(y.length);
    if (predictions.moments) moments ??= new Float64Array(2 * y.length);
    for (const [k, row] of inside.entries()) {
      const i = place[row];
      losses[i] = predictions.losses![k];
      y.set(predictions.y.subarray(k * outputs, (k + 1) * outputs), i * outputs);
      moments?.set(predictions.moments!.subarray(k * 2 * outputs, (k + 1) * 2 * outputs), i * 2 * outputs);
      logits?.set(predictions.logits!.subarray(k * outputs, (k + 1) * outputs), i * outputs);
    }
  }
  const { weights } = selectRows(train, members < folds.count ? covered : undefined);
  return {
    ...{ rows: covered.length, loss: meanLoss(losses, weights), losses, y },
    ...(moments && { moments }),
    ...(logits && { logits }),
  };
}
