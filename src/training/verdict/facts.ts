import type { Dataset } from '../../data/dataset.js';
import { type MeasuredPart, measuredParts } from '../../data/splits/index.js';
import type { Network } from '../../nn/network.js';
import type { Report, SplitReports } from '../measuring/evaluate.js';
import { predictPart } from '../measuring/out_of_fold.js';
import type { ResolvedConfig } from '../prepare_dataset.js';
import type { EpochRecord, TrainingOutcome } from '../records.js';
import type { Baseline, BaselineReport } from './baseline.js';
import { type Leak, leaksOf } from './leaks.js';
import { type Silence, silenceOf } from './silence.js';

/** Facts about a training that has ended: all that its verdict is made of. */
export interface Facts {
  readonly config: ResolvedConfig;
  readonly dataset: Dataset;
  /** The part that had least to do with training, and the metrics of the model and of the baseline on it. */
  readonly part: MeasuredPart;
  readonly report: Report;
  readonly baseline: BaselineReport;
  /** The prediction of the baseline in words. */
  readonly guess: string;
  readonly reports: SplitReports;
  readonly baselines: Baseline;
  /** The restart that is kept: its outcome and its epochs. */
  readonly outcome: TrainingOutcome;
  readonly history: readonly EpochRecord[];
  /** Outputs of the head for the part, [rows, outputs]. */
  readonly y: Float64Array;
  /** Layer that gives the same for all rows, if any; found when asked for. */
  silence(): Silence | null;
  /** Columns each of which gives the target; found when asked for. */
  leaks(): Leak | null;
}

/** Results of a training from which facts are gathered. */
export interface Trained {
  readonly config: ResolvedConfig;
  readonly dataset: Dataset;
  /** The network with the weights that were kept. */
  readonly network: Network;
  readonly outcome: TrainingOutcome;
  readonly history: readonly EpochRecord[];
  readonly reports: SplitReports;
  readonly baselines: Baseline;
}

export function gatherFacts(trained: Trained): Facts {
  const { dataset, network, outcome, history, reports, baselines } = trained;
  const part = measuredParts.findLast((name) => dataset[name] !== undefined)!;
  return {
    ...trained,
    part,
    report: reports[part]!,
    baseline: baselines[part]!,
    guess: baselines.predicts,
    history: history.filter(({ restart }) => restart === outcome.restart),
    y: predictPart(network, dataset, part).y,
    silence: () => silenceOf(network, dataset.train),
    leaks: () => leaksOf(dataset),
  };
}
