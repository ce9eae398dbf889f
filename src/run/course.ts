import { schedules } from '../nn/schedules/index.js';
import type { Schedule } from '../nn/schedules/schedule.js';
import { networkName } from '../training/options.js';
import type { ResolvedConfig } from '../training/prepare.js';
import { firstDifference } from './first_difference.js';

/**
 * First difference of two configs that makes the course of training another, such as `training.l2 was 0, now 0.1`; null
 * where training can go from one to the other. What only stops training is none (epochs, unless the rates of the
 * schedule depend on them, time_limit, patience), nor is what training does not see (the name, checkpoint_every, where
 * files are: their hashes tell whether they are the same).
 */
export function differenceOfCourse(stored: ResolvedConfig, current: ResolvedConfig): string | null {
  const difference = firstDifference(courseOf(stored), courseOf(current), 'config');
  if (difference !== null) return difference;
  const { schedule } = current.optimizer;
  const rule: Schedule = schedules[schedule.type];
  const epochs = differenceOfEpochs(stored, current);
  if (epochs === null || !rule.dependsOnEpochs?.(schedule)) return null;
  return `${epochs}, and the rates of its schedule (optimizer.schedule: ${schedule.type}) depend on that`;
}

/**
 * First difference that would have ended a restart elsewhere: those that have ended do not go on, as only the state of
 * the last is kept.
 */
export function differenceOfEnds(stored: ResolvedConfig, current: ResolvedConfig): string | null {
  const patience = ({ training }: ResolvedConfig) => training.early_stopping?.patience;
  const difference =
    differenceOfEpochs(stored, current) ??
    firstDifference(patience(stored), patience(current), 'config.training.early_stopping.patience');
  return difference && `${difference}, and ${networkName(current)}s that have ended do not go on`;
}

const differenceOfEpochs = ({ training: { epochs } }: ResolvedConfig, { training }: ResolvedConfig) =>
  firstDifference(epochs, training.epochs, 'config.training.epochs');

/** Settings of a config that decide the course of training. */
function courseOf({ name: _, data, training, ...config }: ResolvedConfig) {
  const { epochs, time_limit, checkpoint_every, early_stopping, ...rest } = training;
  const { metric = 'loss', min_delta = 0 } = early_stopping ?? {};
  const { train, validation, test, ...reading } = data;
  const isFile = typeof train === 'string' || Array.isArray(train);
  return {
    ...config,
    data: { ...(!isFile && { train }), ...reading },
    training: { ...rest, early_stopping: { metric, min_delta } },
  };
}
