import { MlpError } from '../../errors.js';
import { type BackendName, backends } from '../../kernels/index.js';
import type { Network } from '../../nn/network.js';
import { random } from '../../random.js';
import { rowsAtOnce } from '../../run/evaluate_data.js';
import { buildNetwork } from '../../training/build_network.js';
import { hasValidation } from '../../training/folds.js';
import { withOutOfFold } from '../../training/measuring/out_of_fold.js';
import { networkCount } from '../../training/options.js';
import type { LoadOptions, Prepared } from '../../training/prepare.js';
import { rungsOf } from './halving.js';
import { checkMetric, directionOf } from './metric.js';
import type { Space } from './space/space.js';
import { type StrategyName, strategies } from './strategies/index.js';
import type { Strategy } from './strategies/strategy.js';
import { Study } from './study.js';
import { type StudyHeader, studyHeader } from './study_header.js';
import { Trainer } from './trainer.js';
import { type ConfigSource, checkSpace, trialConfig } from './trial_config.js';

/** Description of a study. */
export interface StudyDescription {
  readonly source: ConfigSource;
  readonly space: Space;
  readonly loading: LoadOptions;
  readonly strategy: StrategyName;
  /** Number of trials; 60, or all of a grid, where left out. */
  readonly trials?: number;
  readonly ahead: number;
  /** Metric on the validation rows; that of early stopping, or the loss, where left out. */
  readonly metric?: string;
  readonly halving: boolean;
  readonly backend?: BackendName;
}

/** A study that is known to be possible, before anything is trained. */
export interface PlannedStudy {
  readonly description: StudyDescription;
  readonly study: Study;
  readonly metric: string;
  readonly header: StudyHeader;
  readonly trainer: Trainer;
  /** The config of the file, with its data. */
  readonly prepared: Prepared;
}

/** Trials of a study where nobody says how many. */
const usualTrials = 60;

/**
 * Checks config, space and data, and settles what is tried.
 *
 * @throws MlpError where one of them is not as it should be.
 */
export async function planStudy(description: StudyDescription): Promise<PlannedStudy> {
  const { source, space, loading, ahead, halving } = description;
  checkSpace(source, space);
  const base = trialConfig(source, [], {});
  refuseStdin(base.data);
  const metric = description.metric ?? base.training.early_stopping?.metric ?? 'loss';
  const direction = directionOf(metric);
  refuseChangingLoss(metric, space);
  const trainer = new Trainer({ source, space, loading, metric });
  const prepared = await trainer.prepare();
  const { dataset, config } = prepared;
  if (!hasValidation(dataset))
    throw new MlpError(
      'config',
      'data.split: there are no validation rows to compare trials by; set some aside, with ' +
        '--set data.split.validation=0.2, or name a file (data.validation)',
    );
  const measured = withOutOfFold(dataset, networkCount(config));
  checkMetric(metric, untrained(prepared), config, measured);
  const strategy: Strategy = strategies[description.strategy];
  const most = strategy.trials(space);
  const trials = Math.min(description.trials ?? (most < Infinity ? most : usualTrials), most);
  const rungs = halving ? rungsOf(config.training.epochs) : undefined;
  const study = new Study({ space, strategy, trials, ahead, seed: config.seed, direction, rungs });
  const header = studyHeader(base, space, dataset.sha256, {
    ...{ strategy: description.strategy, metric, ahead },
    ...(rungs && { rungs, trials }),
  });
  return { description, study, metric, header, trainer, prepared };
}

function refuseStdin({ train, validation, test }: Prepared['config']['data']): void {
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

/** A network of a prepared config with its initial values. */
function untrained({ config, inputs, outputs, dataset }: Prepared): Network {
  const branches = dataset.folds?.count;
  const network = buildNetwork(config, inputs, outputs, backends.js, { branches }).allocate(rowsAtOnce);
  network.initialize(random(config.seed, 'weights'));
  return network;
}
