import { exitCodes } from '../errors.js';
import { counted, formatCount } from '../format_count.js';
import type { TrainState } from '../jobs/restarts/state.js';
import { backends } from '../kernels/index.js';
import { widthsOf } from '../nn/graph/widths.js';
import type { TrainedRun } from '../run/train_run.js';
import { buildNetwork } from '../training/build_network.js';
import { type NetworksConfig, networkCount, networkName } from '../training/options.js';
import type { Prepared } from '../training/prepare.js';
import type { StopReason } from '../training/records.js';
import { causeOf } from '../training/verdict/index.js';
import type { Context } from './context.js';
import { note, printError, warn } from './messages.js';
import { splitNote } from './render/split.js';

type NoteOptions = Parameters<typeof note>[1];

/** A sentence on the epoch at which training resumes. */
export function resumption(resumed: TrainState | null, config: NetworksConfig): string {
  if (!resumed) return 'no checkpoint there: starts from the beginning';
  const { restart, epoch } = resumed.current;
  return `goes on after epoch ${epoch}${networkCount(config) > 1 ? ` of ${networkName(config)} ${restart}` : ''}`;
}

/** A sentence on a training that had come to its end, and what would give it more to do. */
export function nothingLeft({ result, config: { training } }: TrainedRun): string {
  const { stop_reason } = result.restarts.at(-1)!;
  const ends: Partial<Record<StopReason, string>> = {
    epochs: `all ${counted(training.epochs, 'epoch')} done; more by --set training.epochs`,
    early_stopping: 'stopped early; more by --set training.early_stopping.patience',
    time_limit: 'its time is over; more by --set training.time_limit',
  };
  return `training was finished already: nothing is left to do (${ends[stop_reason] ?? stop_reason})`;
}

/** Writes the warnings and notes about the data, and a line on what is about to be trained. */
export function announce(
  { config, dataset, inputs, outputs }: Prepared,
  options: NoteOptions,
  context: Context,
): void {
  const { train, validation, test, notes, warnings } = dataset;
  for (const text of warnings) warn(context, text);
  for (const text of [...notes, ...splitNote(dataset)]) note(context, options, text);
  const widths = widthsOf(buildNetwork(config, inputs, outputs, backends.js).graph);
  const rows = [
    `${formatCount(train.rows)} training`,
    ...(validation ? [`${formatCount(validation.rows)} validation`] : []),
    ...(test ? [`${formatCount(test.rows)} test`] : []),
  ].join(', ');
  const { head, optimizer } = config;
  note(
    context,
    options,
    `${config.task}, ${widths.join('-')} network, ${head.activation.type} + ${head.loss.type}, ` +
      `${optimizer.type}; rows: ${rows}`,
  );
}

/** Writes that training diverged, where it did, and sets the exit code of a check that failed. */
export function reportDivergence(trained: TrainedRun, context: Context): void {
  const { winner } = trained.result;
  if (!winner.divergence) return;
  context.exitCode = exitCodes.check_failed;
  const { epoch, step, layer, what } = winner.divergence;
  const broken = what === 'loss' ? `${layer}: the loss` : layer;
  const kept = `the last good weights (epoch ${winner.best_epoch}) were kept`;
  printError(
    context,
    `training diverged in epoch ${epoch}, step ${step}: ${broken} is no longer finite; ${kept}; ${causeOf(trained)}`,
  );
}

/** Writes how training ended. */
export function reportEnd(
  trained: TrainedRun,
  directory: string,
  options: NoteOptions,
  context: Context,
): void {
  const { metrics, result } = trained;
  const { winner } = result;
  reportDivergence(trained, context);
  const why = {
    epochs: 'all epochs done',
    early_stopping: 'stopped early, as validation no longer improved',
    converged: 'converged',
    time_limit: 'stopped by training.time_limit',
    diverged: 'diverged',
    interrupted: 'interrupted',
  }[winner.stop_reason];
  const seconds = Number(metrics.seconds.toPrecision(3));
  note(
    context,
    options,
    `${why} after ${counted(winner.epochs, 'epoch')} (weights of epoch ${winner.best_epoch}) in ${seconds} s; ` +
      `wrote ${directory}`,
  );
}
