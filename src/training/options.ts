import { type EnsembleConfig, foldCount } from '../config/ensemble.js';
import type { ObjectiveConfig } from '../config/objective.js';
import type { OptimizerSection } from '../config/optimizer.js';
import type { MetricName } from '../metrics/index.js';
import { LearningRate, schedules } from '../nn/schedules/index.js';

/** The `optimizer` section of a resolved config. */
export type OptimizerConfig = OptimizerSection;

/** The `training` section of a resolved config, as far as one run of training looks at it. */
export interface TrainingConfig {
  readonly epochs: number;
  readonly batch_size: number | 'full';
  readonly shuffle: boolean;
  readonly early_stopping?: {
    readonly metric: MetricName;
    readonly patience: number;
    readonly min_delta: number;
  };
  readonly restore_best?: boolean;
  readonly restarts: number | { readonly count: number; readonly keep: 'best' | 'all' };
  readonly gradient_clip?: { readonly norm?: number; readonly value?: number };
  /** Objective of training; the loss of the head where it is left out. */
  readonly objective?: ObjectiveConfig;
  readonly class_weight?: 'balanced' | Readonly<Record<string, number>>;
}

/** A resolved config, as far as it says which networks are trained and kept. */
export interface NetworksConfig {
  readonly training: Pick<TrainingConfig, 'restarts'>;
  readonly ensemble?: EnsembleConfig;
}

/** Number of networks that are trained: one for each fold or each restart. */
export const networkCount = (config: NetworksConfig): number => foldCount(config) ?? restartsOf(config).count;

/** Word for one of the networks that are trained: `fold`, `restart`. */
export const networkName = (config: NetworksConfig): 'fold' | 'restart' =>
  foldCount(config) === undefined ? 'restart' : 'fold';

/** Whether all networks that are trained, more than one, are kept to be averaged, and not the best alone. */
export const keepsAll = (config: NetworksConfig): boolean =>
  networkCount(config) > 1 && (foldCount(config) !== undefined || restartsOf(config).keep === 'all');

function restartsOf({ training: { restarts } }: NetworksConfig) {
  return typeof restarts === 'number' ? { count: restarts, keep: 'best' } : restarts;
}

/** The sections that the loop of training goes by, whatever is trained. */
export interface LoopConfig {
  readonly optimizer: OptimizerConfig;
  readonly training: TrainingConfig;
}

/** The learning rate of an optimizer in a training of so many epochs. */
export function learningRateOf(optimizer: OptimizerConfig, epochs: number): LearningRate {
  // every optimizer's options have a learning_rate: see Optimizer
  const { schedule, learning_rate } = optimizer as OptimizerConfig & { readonly learning_rate: number };
  return new LearningRate(schedules[schedule.type], schedule, learning_rate, epochs);
}
