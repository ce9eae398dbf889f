import { dirname } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from '../../errors.js';
import { counted, formatCount } from '../../format_count.js';
import { isFinished, type TrainState } from '../../jobs/restarts/state.js';
import { backends } from '../../kernels/index.js';
import { widthsOf } from '../../nn/graph/widths.js';
import { prepareRun } from '../../run/prepare_run.js';
import { type TrainedRun, trainRun } from '../../run/train_run.js';
import { buildNetwork } from '../../training/build_network.js';
import type { Prepared } from '../../training/prepare.js';
import type { StopReason } from '../../training/records.js';
import { monitorOf } from '../../training/stopping/monitor.js';
import { causeOf } from '../../training/verdict/index.js';
import { commandLine } from '../command_line.js';
import { readConfig } from '../config_file.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { note, printError, warn } from '../messages.js';
import { addOptions, type SharedOptions } from '../options.js';
import { createProgress } from '../progress.js';
import { metricsTable } from '../render/metrics.js';
import { splitNote } from '../render/split.js';
import { table } from '../render/table.js';
import { version } from '../version.js';

interface Options extends SharedOptions {
  readonly resume?: boolean;
}

export function define(command: Command, context: Context): void {
  addOptions(command, 'set', 'seed', 'out', 'force', 'json', 'quiet', 'dryRun', 'threads', 'backend')
    .description('Train a model as CONFIG says, write it to runs/<name>, and print its metrics.')
    .argument('<config>', 'a JSON file; mlp schema describes it')
    .option(
      '--resume',
      'go on from the checkpoint of a run, where it was interrupted or is to have more epochs',
    )
    .action((config: string, options: Options, self: Command) => run(config, options, self, context));
  addExamples(
    command,
    'mlp train configs/iris.json',
    'mlp train configs/iris.json --set optimizer.learning_rate=0.1 --out runs/fast',
    'mlp train configs/iris.json --json --quiet --force | head -c 100',
  );
}

async function run(path: string, options: Options, command: Command, context: Context): Promise<void> {
  const { stdin, stdout } = context;
  const file = pathFrom(context, path);
  const config = readConfig(file, options, context);
  const loadOptions = { directory: dirname(file), stdin };
  const directory = pathFrom(context, options.out ?? `runs/${config.name}`);
  const chooseKernels = (bytes: number) => kernelsFor(options, context, bytes);
  if (options.dryRun) {
    announce(await prepareRun(config, loadOptions, chooseKernels), options, context);
    note(context, {}, `a dry run: nothing was written to ${directory}`);
    return;
  }

  const progress = createProgress(context, config.training, options);
  let signal: keyof typeof signalCodes | undefined;
  let removeListener = () => {};
  let isOver = false;
  let trained: TrainedRun;
  try {
    trained = await trainRun(
      config,
      loadOptions,
      { mlp: version, node: process.versions.node },
      {
        directory,
        kernelsFor: chooseKernels,
        configFile: file,
        threads: options.threads,
        force: options.force ?? false,
        resume: options.resume ?? false,
        now: () => performance.now() / 1000,
        onStart(prepared, _, resumed) {
          removeListener = context.onSignal((received) => {
            signal = received;
          });
          isOver = resumed !== null && isFinished(resumed, config.training.restarts);
          if (isOver) return;
          announce(prepared, options, context);
          if (options.resume) note(context, options, resumption(resumed, config.training.restarts));
          progress.start(resumed);
        },
        callbacks: {
          pause: yieldEvery(50),
          onEpoch: progress.epoch,
          onRestart: progress.restart,
          stop: () => (signal === undefined ? null : 'interrupted'),
        },
      },
    );
  } finally {
    progress.stop();
    removeListener();
  }
  const { metrics, result } = trained;
  if (isOver) {
    if (options.json) await write(stdout, `${JSON.stringify(metrics, null, 2)}\n`);
    note(context, options, nothingLeft(trained));
    return reportDivergence(trained, context);
  }
  if (result.interrupted) {
    context.exitCode = exitCodes[signalCodes[signal!]];
    const { best_epoch } = metrics;
    const weights = best_epoch > 0 ? `the best weights so far (epoch ${best_epoch})` : 'the weights so far';
    note(
      context,
      {},
      `interrupted in epoch ${result.restarts.at(-1)!.epochs + 1}; wrote ${directory} with a checkpoint and ` +
        `${weights}, for eval, predict and report; to go on:`,
    );
    // a line by itself, which is not wrapped, to be copied as it is
    context.stderr.write(`${commandLine(command, ['force', 'resume'], ['--resume'])}\n`);
    return;
  }
  if (result.restarts.length > 1 && !options.json) await write(stdout, restartsTable(trained, context));
  await write(
    stdout,
    options.json
      ? `${JSON.stringify(metrics, null, 2)}\n`
      : metricsTable(metrics, trained.dataset.preprocessing.target, context),
  );
  for (const { subject, text } of trained.verdict)
    if (subject === 'predictions') note(context, options, text);
    else warn(context, text);
  reportEnd(trained, directory, options, context);
}

const signalCodes = { SIGINT: 'interrupted', SIGTERM: 'terminated' } as const;

/**
 * Returns a pause for the training loop: it lets signals and the progress bar be served, at most once in so many
 * milliseconds.
 */
function yieldEvery(milliseconds: number): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < milliseconds) return undefined;
    return new Promise((resume) =>
      setImmediate(() => {
        last = performance.now();
        resume();
      }),
    );
  };
}

/** A sentence on the epoch at which training resumes. */
function resumption(resumed: TrainState | null, restarts: number): string {
  if (!resumed) return 'no checkpoint there: starts from the beginning';
  const { restart, epoch } = resumed.current;
  return `goes on after epoch ${epoch}${restarts > 1 ? ` of restart ${restart}` : ''}`;
}

/** A sentence on a training that had come to its end, and what would give it more to do. */
function nothingLeft({ result, config: { training } }: TrainedRun): string {
  const { stop_reason } = result.restarts.at(-1)!;
  const ends: Partial<Record<StopReason, string>> = {
    epochs: `all ${counted(training.epochs, 'epoch')} done; more by --set training.epochs`,
    early_stopping: 'stopped early; more by --set training.early_stopping.patience',
    time_limit: 'its time is over; more by --set training.time_limit',
  };
  return `training was finished already: nothing is left to do (${ends[stop_reason] ?? stop_reason})`;
}

/** Writes the warnings and notes about the data, and a line on what is about to be trained. */
function announce({ config, dataset, inputs, outputs }: Prepared, options: Options, context: Context): void {
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

/**
 * Table of the restarts: the monitored value at the end of each, as a number and as a picture, and which one is kept.
 */
function restartsTable({ result, config, dataset }: TrainedRun, { style, stdout }: Context): string {
  const { split, metric } = monitorOf(config.training, dataset.validation !== undefined);
  const { restarts, winner } = result;
  const rows = restarts.map((summary) => [
    `${summary.restart}${summary === winner ? ' *' : ''}`,
    summary.value ?? undefined,
    summary.best_epoch,
    summary.stop_reason,
  ]);
  const text = table(
    ['restart', `${split} ${metric}`, 'epoch', 'stopped by'],
    rows,
    { style: style.out, width: stdout.columns },
    { title: '', values: restarts.map(({ value }) => value ?? undefined), width: 16 },
  );
  return `${text}${style.out.dim(`* kept: the best ${split} ${metric}`)}\n\n`;
}

/** Writes that training diverged, where it did, and sets the exit code of a check that failed. */
function reportDivergence(trained: TrainedRun, context: Context): void {
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
function reportEnd(trained: TrainedRun, directory: string, options: Options, context: Context): void {
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
