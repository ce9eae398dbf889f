import { type EnsembleConfig, foldCount } from '../config/ensemble.js';
import type { Dataset, Split } from '../data/dataset.js';
import { dealFolds } from '../data/splits/deal_folds.js';
import { type Folds, foldSizes, refuseFewRows, rowsOfFold } from '../data/splits/index.js';
import { MlpError } from '../errors.js';
import { counted } from '../format_count.js';
import { rangeOf } from '../range.js';
import { shortList } from '../short_list.js';
import type { RowSplit } from './data.js';

/**
 * A dataset with the folds that its config asks for, which are dealt by chance where the data came without any.
 *
 * @throws MlpError `data` where a fold has rows without weight alone.
 */
export function withFolds(
  dataset: Dataset,
  config: { readonly seed: number; readonly ensemble?: EnsembleConfig },
): Dataset {
  const count = foldCount(config);
  if (count === undefined) return dataset;
  const folds = dataset.folds ?? dealt(dataset, count, config.seed);
  refuseWeightless(dataset.train, folds);
  const rare = rareClasses(dataset, folds);
  return {
    ...dataset,
    folds,
    warnings: rare === null ? dataset.warnings : [...dataset.warnings, rare],
  };
}

function dealt({ train, preprocessing, validation }: Dataset, count: number, seed: number): Folds {
  if (validation)
    throw new MlpError(
      'data',
      'validation: folds (ensemble) take the place of validation rows; leave them out',
    );
  refuseFewRows('train', train.rows, count);
  const strata = preprocessing.target.kind === 'classes' ? Int32Array.from(train.t) : undefined;
  return { count, ...dealFolds(train.rows, { count, seed, strata }) };
}

/** Whether there are rows that training is stopped by: for validation, or of folds. */
export const hasValidation = ({ validation, folds }: Pick<Dataset, 'validation' | 'folds'>): boolean =>
  validation !== undefined || folds !== undefined;

/** The most rows that a network is trained on. */
export const mostTrainRows = ({ train, folds }: Pick<Dataset, 'train' | 'folds'>): number =>
  folds ? train.rows - rangeOf(foldSizes(folds))[0] : train.rows;

/** The rows that the network of each fold is trained on, and those that it is stopped by. */
export const foldSplits = (folds: Folds): Required<RowSplit>[] =>
  Array.from({ length: folds.count }, (_, fold) => {
    const { inside, outside } = rowsOfFold(folds, fold);
    return { train: outside, validation: inside };
  });

function refuseWeightless({ weights }: Split, folds: Folds): void {
  if (!weights) return;
  const sums = new Float64Array(folds.count);
  for (const [row, fold] of folds.of.entries()) sums[fold] += weights[row];
  const all = sums.reduce((sum, weight) => sum + weight, 0);
  const fold = sums.findIndex((sum) => sum === 0 || sum === all);
  if (fold < 0) return;
  const size = foldSizes(folds)[fold];
  const what =
    sums[fold] === 0 ? `all ${counted(size, 'row')} of fold ${fold}` : `all rows but those of fold ${fold}`;
  throw new MlpError(
    'data',
    `${what} weigh 0 (data.weight), so that they measure nothing; use fewer folds (ensemble.members), or leave rows ` +
      'without weight out',
  );
}

/** Warning of classes with fewer rows than there are folds; null where there are none. */
function rareClasses({ train, preprocessing: { target } }: Dataset, folds: Folds): string | null {
  if (target.kind !== 'classes') return null;
  const counts = target.classes.map(() => 0);
  for (const c of train.t) counts[c]++;
  const rare = target.classes.flatMap((name, c) =>
    counts[c] > 0 && counts[c] < folds.count ? [`${name} (${counted(counts[c], 'row')})`] : [],
  );
  if (rare.length === 0) return null;
  return (
    `fewer rows than the ${folds.count} folds have these classes: ${shortList(rare, 5)}; some networks are stopped ` +
    'by rows without them, and a class whose rows are all in one fold is unknown to the network of that fold; ' +
    'use fewer folds (ensemble.members), or more rows'
  );
}
