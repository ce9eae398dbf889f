import type { Dataset, Split } from '../../data/dataset.js';
import type { GenerationTarget } from '../../data/preprocessing/index.js';
import { distributionOf } from '../../data/targets/generation/index.js';
import { log } from '../../math/index.js';
import { type Field, fieldColumns, outputsOf, rowLikelihood } from '../../nn/likelihood/index.js';
import { meanLoss } from '../measuring/mean_loss.js';
import type { Baseline, BaselineReport } from './baseline.js';
import { targetColumn } from './target_column.js';

/** Probability that stands for those that are 0. */
const LEAST = 1e-12;

/** Density of rows whose columns are independent, each with the distribution that it has in the training rows. */
export function independentBaseline(
  { columns }: GenerationTarget,
  { train, validation, test }: Pick<Dataset, 'train' | 'validation' | 'test'>,
): Baseline {
  const fields = columns.flatMap((column) => distributionOf(column) ?? []);
  const y = marginals(fields, train);
  const rowLoss = rowLikelihood(fields);
  const measure = ({ rows, t, weights }: Split): BaselineReport => {
    const losses = Float64Array.from({ length: rows }, (_, i) => rowLoss(y, 0, t, i * y.length));
    const loss = meanLoss(losses, weights);
    return { rows, loss, elbo: -loss };
  };
  return {
    predicts: 'each column by itself, as it is distributed in the training rows',
    train: measure(train),
    ...(validation && { validation: measure(validation) }),
    ...(test && { test: measure(test) }),
  };
}

/** Parameters of the columns' own distributions: the most likely ones of the weighted training rows. */
function marginals(fields: readonly Field[], train: Split): Float64Array {
  const { columns } = outputsOf(fields);
  const y = new Float64Array(columns);
  const column = (j: number) => targetColumn(train, j, columns);
  const mean = (values: Float64Array, known?: Float64Array) => {
    let [sum, total] = [0, 0];
    for (let i = 0; i < values.length; i++) {
      const s = (train.weights?.[i] ?? 1) * (known?.[i] ?? 1);
      sum += s * values[i];
      total += s;
    }
    return total > 0 ? sum / total : 0;
  };
  let at = 0;
  for (const field of fields) {
    if (field.kind === 'category')
      for (let k = 0; k < field.levels; k++) y[at + k] = log(Math.max(mean(column(at + k)), LEAST));
    else {
      const [values, known] = [column(at), column(at + 1)];
      const center = mean(values, known);
      const variance = mean(
        values.map((value) => (value - center) * (value - center)),
        known,
      );
      const { floor, spread } = field;
      y[at] = center;
      y[at + 1] = log(Math.max((variance - floor) / (spread * spread), LEAST));
      if (field.mayMiss) {
        const missing = Math.min(Math.max(mean(column(at + 2)), LEAST), 1 - LEAST);
        y[at + 2] = log(missing / (1 - missing));
      }
    }
    at += fieldColumns(field);
  }
  return y;
}
