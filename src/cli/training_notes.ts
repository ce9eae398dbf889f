import { exitCodes } from '../errors.js';
import { counted, formatCount } from '../format_count.js';
import { judgedOutcome, type TrainState } from '../jobs/restarts/state.js';
import { backends } from '../kernels/index.js';
import { networkText } from '../nn/graph/widths.js';
import { lossName } from '../nn/head.js';
import { rangeOf } from '../range.js';
import type { TrainedRun } from '../run/train_run.js';
import { buildNetwork } from '../training/build_network.js';
import { keepsAll, type NetworksConfig, networkCount, networkName } from '../training/options.js';
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
  const { train, validation, test, calibration, notes, warnings } = dataset;
  for (const text of warnings) warn(context, text);
  for (const text of [...notes, ...splitNote(dataset)]) note(context, options, text);
  const branches = keepsAll(config) ? networkCount(config) : undefined;
  const network = buildNetwork(config, inputs, outputs, backends.js, { branches });
  const rows = [
    `${formatCount(train.rows)} training`,
    ...(validation ? [`${formatCount(validation.rows)} validation`] : []),
    ...(test ? [`${formatCount(test.rows)} test`] : []),
    ...(calibration ? [`${formatCount(calibration.rows)} calibration`] : []),
  ].join(', ');
  const { head, optimizer } = config;
  note(
    context,
    options,
    `${config.task}, ${networkText(network)}, ${head.activation.type} + ${lossName(network.config)}, ` +
      `${optimizer.type}; rows: ${rows}`,
  );
}

/** Writes that training diverged, where it did, and sets the exit code of a check that failed. */
export function reportDivergence(trained: TrainedRun, context: Context): void {
  const { result, config } = trained;
  const { best_epoch, divergence, restart } = judgedOutcome(result);
  if (!divergence) return;
  context.exitCode = exitCodes.check_failed;
  const { epoch, step, layer, what } = divergence;
  const broken = what === 'loss' ? `${layer}: the loss` : layer;
  const kept = `the last good weights (epoch ${best_epoch}) were kept`;
  const where = result.members ? ` of ${networkName(config)} ${restart}` : '';
  printError(
    context,
    `training${where} diverged in epoch ${epoch}, step ${step}: ${broken} is no longer finite; ${kept}; ` +
      causeOf(trained),
  );
}

/**
 * Text on networks that are kept to be averaged: `the networks of 5 folds, of 40 to 60 epochs, are averaged`; with how
 * many there were to be, where training ended before.
 */
export function keptText({ result, config, dataset }: TrainedRun): string {
  const name = networkName(config);
  const { restarts } = result;
  const [least, most] = rangeOf(restarts.map(({ epochs }) => epochs));
  const epochs =
    least === most ? counted(most, 'epoch') : `${formatCount(least)} to ${counted(most, 'epoch')}`;
  const all = networkCount(config);
  const done = restarts.length;
  const missing =
    dataset.folds && done < all
      ? `; the validation part is their ${counted(dataset.validation!.rows, 'row')}`
      : '';
  const of = done < all ? `${done} of ${counted(all, name)}` : counted(all, name);
  const which =
    done === 1
      ? `the network of ${of}, of ${epochs}, is kept`
      : `the networks of ${of}, of ${epochs}, are averaged`;
  return `${which}${missing}`;
}

/** Writes how training ended. */
export function reportEnd(
  trained: TrainedRun,
  directory: string,
  options: NoteOptions,
  context: Context,
): void {
  const { metrics, result } = trained;
  reportDivergence(trained, context);
  const seconds = Number(metrics.seconds.toPrecision(3));
  if (result.members) {
    note(context, options, `${keptText(trained)}, in ${seconds} s; wrote ${directory}`);
    return;
  }
  const { winner } = result;
  const why = {
    epochs: 'all epochs done',
    early_stopping: 'stopped early, as validation no longer improved',
    converged: 'converged',
    time_limit: 'stopped by training.time_limit',
    diverged: 'diverged',
    interrupted: 'interrupted',
  }[winner.stop_reason];
  note(
    context,
    options,
    `${why} after ${counted(winner.epochs, 'epoch')} (weights of epoch ${winner.best_epoch}) in ${seconds} s; ` +
      `wrote ${directory}`,
  );
}
