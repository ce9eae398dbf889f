import type { TrainedRun } from '../../run/train_run.js';
import { networkName } from '../../training/options.js';
import { monitorOf } from '../../training/stopping/monitor.js';
import type { Context } from '../context.js';
import { table } from './table.js';

/**
 * Table of the restarts, or folds: the monitored value at the end of each, as a number and as a picture, and which one
 * is kept.
 */
export function restartsTable({ result, config, dataset }: TrainedRun, { style, stdout }: Context): string {
  const { split, metric } = monitorOf(config.training, dataset.validation !== undefined);
  const { restarts, winner, members } = result;
  const name = networkName(config);
  const rows = restarts.map((summary) => [
    `${summary.restart}${summary === winner && !members ? ' *' : ''}`,
    summary.value ?? undefined,
    summary.best_epoch,
    summary.stop_reason,
  ]);
  const text = table(
    [name, `${split} ${metric}`, 'epoch', 'stopped by'],
    rows,
    { style: style.out, width: stdout.columns },
    { title: '', values: restarts.map(({ value }) => value ?? undefined), width: 16 },
  );
  const kept = members ? `all are kept, and averaged` : `* kept: the best ${split} ${metric}`;
  return `${text}${style.out.dim(kept)}\n\n`;
}
