import type { NamedConfig } from '../../config/index.js';
import { MlpError } from '../../errors.js';
import type { BackendName } from '../../kernels/index.js';
import { hasValidation } from '../../training/folds.js';
import type { LoadOptions, Prepared } from '../../training/prepare.js';
import type { CrossValidation } from '../cv/cross_validate.js';
import { checkMetric, directionOf } from '../divisions/metric.js';
import { rungsOf } from './halving.js';
import type { Space } from './space/space.js';
import { type StrategyName, strategies } from './strategies/index.js';
import type { Strategy } from './strategies/strategy.js';
import { Study } from './study.js';
import { type StudyHeader, studyHeader } from './study_header.js';
import { Trainer } from './trainer.js';
import { type ConfigSource, checkSpace, trialConfig } from './trial_config.js';
import { FoldData, ValidationData } from './trial_data.js';

/** Description of a study. */
export interface StudyDescription {
  readonly source: ConfigSource;
  readonly space: Space;
  readonly loading: LoadOptions;
  readonly strategy: StrategyName;
  /** Number of trials; 60, or all of a grid, where left out. */
  readonly trials?: number;
  readonly ahead: number;
  /** Metric on the rows that judge; that of early stopping, or the loss, where left out. */
  readonly metric?: string;
  /** Number of folds of the rows that are not test rows, which judge a trial; the validation rows where left out. */
  readonly folds?: number;
  readonly halving: boolean;
  readonly backend?: BackendName;
  /** Clock: seconds since some moment. */
  readonly now: () => number;
}

/** A study that is known to be possible, before anything is trained. */
export interface PlannedStudy {
  readonly description: StudyDescription;
  readonly study: Study;
  readonly metric: string;
  readonly header: StudyHeader;
  readonly trainer: Trainer;
  /** The config of the file, with its data, for each fold where there are any. */
  readonly prepared: readonly Prepared[];
  /** Division of the rows into folds; absent where there are none. */
  readonly validation?: CrossValidation;
}

/** Trials of a study where nobody says how many. */
const usualTrials = 60;

/**
 * Checks config, space and data, and settles what is tried.
 *
 * @throws MlpError where one of them is not as it should be.
 */
export async function planStudy(description: StudyDescription): Promise<PlannedStudy> {
  const { source, space, loading, ahead, halving, folds, now } = description;
  checkSpace(source, space);
  const base = trialConfig(source, [], {});
  refuseStdin(base.data);
  const metric = description.metric ?? base.training.early_stopping?.metric ?? 'loss';
  const direction = directionOf(metric);
  refuseChangingLoss(metric, space);
  const data = folds === undefined ? new ValidationData(loading) : new FoldData(loading, folds);
  const trainer = new Trainer({ source, space, data, metric, now });
  const prepared = await trainer.prepare();
  const [{ dataset }] = prepared;
  if (data.judge === 'validation' && !hasValidation(dataset))
    throw new MlpError(
      'config',
      'data.split: there are no validation rows to compare trials by; set some aside, with ' +
        '--set data.split.validation=0.2, name a file (data.validation), or compare by folds (--folds 5)',
    );
  for (const [fold, each] of prepared.entries()) {
    const rows = data.judge === 'test' ? `the rows of fold ${fold}` : 'these validation rows';
    checkMetric(metric, each, data.judge, rows);
  }
  const strategy: Strategy = strategies[description.strategy];
  const most = strategy.trials(space);
  const trials = Math.min(description.trials ?? (most < Infinity ? most : usualTrials), most);
  const rungs = halving ? rungsOf(base.training.epochs) : undefined;
  const study = new Study({ space, strategy, trials, ahead, seed: base.seed, direction, rungs });
  const header = studyHeader(base, space, dataset.sha256, {
    ...{ strategy: description.strategy, metric, ahead },
    ...(folds !== undefined && { folds }),
    ...(rungs && { rungs, trials }),
  });
  const { validation } = data instanceof FoldData ? await data.load(base) : {};
  return { description, study, metric, header, trainer, prepared, ...(validation && { validation }) };
}

/** Name of what a trial is judged by: `validation accuracy`, or `accuracy over 5 folds`. */
export const scoreName = ({ metric, description: { folds } }: PlannedStudy): string =>
  folds === undefined ? `validation ${metric}` : `${metric} over ${folds} folds`;

function refuseStdin({ train, validation, test }: NamedConfig['data']): void {
  if (![train, validation, test].flat().includes('-')) return;
  throw new MlpError(
    'usage',
    'data from stdin ("-") can be read once only, and a study may have to go on; write them to a file',
  );
}

/** Keys of the head that leave the loss what it is. */
const harmless = new Set(['activation', 'initializer', 'bias_initializer', 'bias']);

/** Refuses to compare losses that are not in the same terms. */
function refuseChangingLoss(metric: string, space: Space): void {
  const changing = space.find(({ path: [first, second] }) =>
    first === 'head' ? !harmless.has(second) : second === 'target_scale',
  );
  if (metric !== 'loss' || !changing) return;
  throw new MlpError(
    'usage',
    `${changing.where}: changes what the loss is, so that trials cannot be compared by it; choose another metric, ` +
      'such as --metric accuracy or --metric rmse',
  );
}
