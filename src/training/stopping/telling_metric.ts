import type { Dataset, Split } from '../../data/dataset.js';
import type { Target } from '../../data/preprocessing/index.js';
import { counted } from '../../format_count.js';
import type { MetricName } from '../../metrics/index.js';
import { random, uniform } from '../../random.js';
import { foldSplits } from '../folds.js';
import { unscaled } from '../measuring/outputs.js';
import { measure } from '../measuring/report.js';
import { selectRows } from '../measuring/select_rows.js';
import type { TrainingConfig } from '../options.js';

/**
 * A config and its dataset, where the monitored metric tells weights apart: a metric that has no value on the
 * validation rows (roc_auc, where they are of one class), or always the same, is replaced by the loss, with a warning.
 * Early stopping, restore_best and restarts all go by what is monitored.
 */
export function withTellingMetric<C extends { readonly training: TrainingConfig }>(
  config: C,
  dataset: Dataset,
): { config: C; dataset: Dataset } {
  const { early_stopping: stopping } = config.training;
  if (!stopping || stopping.metric === 'loss') return { config, dataset };
  const found = measuredParts(dataset)
    .map((part) => ({ ...part, fault: faultOf(stopping.metric, part.split, dataset) }))
    .find(({ fault }) => fault !== null);
  if (!found) return { config, dataset };
  const { metric, min_delta: minDelta } = stopping;
  const rows = described(found.split, dataset.preprocessing.target, found.name);
  const warning =
    `training.early_stopping.metric: ${metric} ${found.fault} for ${rows}, ` +
    `so that training goes by the loss instead${minDelta > 0 ? ', with min_delta 0' : ''}; ` +
    'take other validation rows (data.split), or another metric';
  return {
    config: {
      ...config,
      training: { ...config.training, early_stopping: { ...stopping, metric: 'loss', min_delta: 0 } },
    },
    dataset: { ...dataset, warnings: [...dataset.warnings, warning] },
  };
}

/** Rows that stop training: those for validation, or of each fold. */
function measuredParts({ train, validation, folds }: Dataset): { name: string; split: Split }[] {
  if (!folds) return validation ? [{ name: 'validation', split: validation }] : [];
  return foldSplits(folds).map((rows, fold) => ({
    name: `fold ${fold}`,
    split: selectRows(train, rows.validation),
  }));
}

/** Reason why a metric is of no use for a split: it has no value whatever is predicted, or the same; null for none. */
function faultOf(metric: MetricName, split: Split, { preprocessing }: Dataset): string | null {
  // which are asked about where there are any
  const variances = new Float64Array(split.t.length).fill(1);
  const values = trials(split, preprocessing.target).map((predicted) =>
    measure(metric, split, preprocessing, predicted, { variances }),
  );
  const defined = new Set(values.filter((value) => value !== undefined));
  if (defined.size === 0) return 'is not defined';
  return defined.size === 1 ? `is always ${[...defined][0]}` : null;
}

/**
 * Predictions that every metric tells apart where the rows let it: for classes, labels and distributions those that are
 * right, wrong, and right in every other row; for numbers two that are wrong by random amounts.
 */
function trials({ rows, t }: Split, target: Target): Float64Array[] {
  if (target.kind === 'classes') {
    const count = target.classes.length;
    // wrong: the next class is the most probable, and the true one less than all others
    const probability = (row: number, c: number, isRight: boolean) => {
      const after = (c - t[row] + count) % count;
      if (isRight) return after === 0 ? 1 : 0;
      return (after === 1 ? 2 : Math.min(after, 1)) / count;
    };
    const where = (isRight: (row: number) => boolean) =>
      Float64Array.from({ length: rows * count }, (_, i) => {
        const row = Math.floor(i / count);
        return probability(row, i % count, isRight(row));
      });
    return [where(() => true), where(() => false), where((row) => row % 2 === 0)];
  }
  const columns = t.length / rows;
  if (target.kind === 'labels' || target.kind === 'distribution') {
    const turned = (isTurned: (row: number) => boolean) =>
      Float64Array.from(t, (value, i) => {
        if (!isTurned(Math.floor(i / columns))) return value;
        return target.kind === 'labels' ? 1 - value : t[i - (i % columns) + ((i + 1) % columns)];
      });
    return [turned(() => false), turned(() => true), turned((row) => row % 2 === 1)];
  }
  const rng = random(0, 'check');
  const truth = unscaled(t, target);
  return [0, 1].map(() => truth.map((value) => value + (1 + Math.abs(value)) * uniform(rng)));
}

/** Description of the rows of a split: `the 3 validation rows, all of class no`. */
function described({ rows, t }: Split, target: Target, name: string): string {
  const which =
    name === 'validation'
      ? `the ${counted(rows, 'validation row')}`
      : `the ${counted(rows, 'row')} of ${name}`;
  const isOne = target.kind === 'classes' && t.every((index) => index === t[0]);
  if (!isOne) return which;
  return `${which}${rows === 1 ? '' : ', all'} of class ${target.classes[t[0]]}`;
}
