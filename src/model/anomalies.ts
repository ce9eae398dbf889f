import type { Dataset } from '../data/dataset.js';
import { MlpError } from '../errors.js';
import { formatCount } from '../format_count.js';
import type { Network } from '../nn/network.js';
import { predictPart } from '../training/measuring/out_of_fold.js';
import * as z from '../zod.js';

/** The most errors that a model keeps. */
const MOST = 1000;

/** Schema of the reconstruction errors that a model keeps, to tell which errors are unusual. */
export const errorQuantilesSchema = z.strictObject({
  /** Part of the data that they are of. */
  part: z.enum(['validation', 'train']),
  rows: z.int().positive(),
  /** Errors ascending: of n, the k-th is the least that k / n of the rows do not exceed. */
  values: z.array(z.number()).min(1).max(MOST),
});

/** Reconstruction errors of the rows of a part, as quantiles. */
export type ErrorQuantiles = z.output<typeof errorQuantilesSchema>;

/**
 * Measures the reconstruction errors of the validation rows, or where there are none of the training rows. Undefined
 * where one is not finite.
 */
export function measureErrors(network: Network, dataset: Dataset): ErrorQuantiles | undefined {
  const part = dataset.validation ? 'validation' : 'train';
  const errors = predictPart(network, dataset, part, { withLosses: true }).losses!.slice().sort();
  const rows = errors.length;
  if (!errors.every(Number.isFinite)) return undefined;
  const count = Math.min(rows, MOST);
  const values = Array.from({ length: count }, (_, k) => errors[Math.ceil(((k + 1) * rows) / count) - 1]);
  return { part, rows, values };
}

/** Error above which a row is an anomaly, and how it was found, for the user. */
export interface AnomalyThreshold {
  readonly error: number;
  readonly note: string;
}

/**
 * Finds the least error that a share of the rows, above 0 and at most 1, does not exceed.
 *
 * @throws MlpError `usage` where the share is 0, `data` where the model keeps no errors.
 */
export function anomalyThreshold(quantiles: ErrorQuantiles | undefined, share: number): AnomalyThreshold {
  if (share === 0)
    throw new MlpError(
      'usage',
      '--threshold 0: with --error it is the share of rows that are no anomalies; expected more than 0, such as 0.99',
    );
  if (quantiles === undefined)
    throw new MlpError(
      'data',
      '--threshold: the model keeps no reconstruction errors to go by, as models of earlier versions do not; train ' +
        'it again',
    );
  const { part, rows, values } = quantiles;
  // a product that rounding leaves above a whole number is that number
  const k = Math.min(values.length, Math.max(1, Math.ceil(share * values.length - 1e-9)));
  const error = values[k - 1];
  const beyond = k === values.length ? ', the largest of them; more rows would tell it better' : '';
  const optimistic =
    part === 'train'
      ? '; the network was trained on these, so that other rows have larger errors: set some aside by data.split'
      : '';
  return {
    error,
    note:
      `anomaly: an error above ${error}, which ${share} of the ${formatCount(rows)} ` +
      `${part === 'train' ? 'training' : 'validation'} rows do not exceed${beyond}${optimistic}`,
  };
}
