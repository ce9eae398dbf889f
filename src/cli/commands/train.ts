import { dirname } from 'node:path';
import type { Command } from 'commander';
import { isFinished } from '../../jobs/restarts/state.js';
import { loadModel } from '../../model/load_model.js';
import { prepareRun } from '../../run/prepare_run.js';
import { type TrainedRun, trainRun } from '../../run/train_run.js';
import { shellPath } from '../../shell_word.js';
import { networkName } from '../../training/options.js';
import { version } from '../../version.js';
import { readConfig } from '../config_file.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { Interruption } from '../interruption.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { note, warn } from '../messages.js';
import { addOptions, type SharedOptions } from '../options.js';
import { createProgress } from '../progress.js';
import { inRanks, requireSharable, sharingNote, type Together } from '../ranks.js';
import { metricsTable } from '../render/metrics.js';
import { restartsTable } from '../render/restarts.js';
import { temperatureText } from '../render/temperature.js';
import {
  announce,
  keptText,
  nothingLeft,
  reportDivergence,
  reportEnd,
  resumption,
} from '../training_notes.js';
import { yieldEvery } from '../yield_every.js';

interface Options extends SharedOptions {
  readonly resume?: boolean;
}

export function define(command: Command, context: Context): void {
  addOptions(command, 'set', 'seed', 'out', 'force', 'json', 'quiet', 'dryRun', 'threads', 'backend')
    .description(
      'Train a model as CONFIG says, write it to runs/<name>, and print its metrics. Started by mpirun, ' +
        'its processes share the batches, and the model has the same bits.',
    )
    .argument('<config>', 'a JSON file; mlp schema describes it')
    .option(
      '--resume',
      'go on from the checkpoint of a run, where it was interrupted or is to have more epochs',
    )
    .action((config: string, options: Options, self: Command) =>
      inRanks(context, (mine, together) =>
        run(config, { ...options, threads: options.threads ?? together?.threads }, self, mine, together),
      ),
    );
  addExamples(
    command,
    'mlp train configs/iris.json',
    'mlp train configs/iris.json --set optimizer.learning_rate=0.1 --out runs/fast',
    'mlp train configs/iris.json --json --quiet --force | head -c 100',
  );
}

async function run(
  path: string,
  options: Options,
  command: Command,
  context: Context,
  together?: Together,
): Promise<void> {
  const { stdin, stdout } = context;
  const file = pathFrom(context, path);
  const config = readConfig(file, options, context);
  if (together) requireSharable(config, options.backend);
  const loadOptions = { directory: dirname(file), stdin };
  const directory = pathFrom(context, options.out ?? `runs/${config.name}`);
  const chooseKernels = (bytes: number) => kernelsFor(options, context, bytes, together?.ranks);
  if (options.dryRun) {
    const prepared = await prepareRun(config, loadOptions, chooseKernels);
    together?.agreement.reach({});
    announce(prepared, options, context);
    if (together) note(context, options, sharingNote(prepared, together.ranks));
    note(context, {}, `a dry run: nothing was written to ${directory}`);
    return;
  }

  const threshold = options.resume ? storedThreshold(directory) : undefined;
  const progress = createProgress(context, config, options);
  const interruption = new Interruption(context);
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
        agreement: together?.agreement,
        now: () => performance.now() / 1000,
        onStart(prepared, _, resumed) {
          interruption.listen();
          isOver = resumed !== null && isFinished(resumed, prepared.config);
          if (isOver) return;
          announce(prepared, options, context);
          if (together) note(context, options, sharingNote(prepared, together.ranks));
          if (options.resume) note(context, options, resumption(resumed, config));
          progress.start(resumed);
        },
        callbacks: {
          pause: yieldEvery(50),
          onEpoch: progress.epoch,
          onRestart: progress.restart,
          stop: interruption.reason,
        },
      },
    );
  } finally {
    progress.stop();
    interruption.release();
  }
  const { metrics, result } = trained;
  if (threshold !== undefined)
    warn(
      context,
      `the threshold ${threshold} that was stored by mlp threshold was chosen for the model as it was, so that 0.5 ` +
        `decides again; to choose another: mlp threshold ${shellPath(directory)} --for f1`,
    );
  if (isOver) {
    if (options.json) await write(stdout, `${JSON.stringify(metrics, null, 2)}\n`);
    note(context, options, nothingLeft(trained));
    return reportDivergence(trained, context);
  }
  if (result.interrupted) {
    const { best_epoch } = metrics;
    const weights = best_epoch ? `the best weights so far (epoch ${best_epoch})` : 'the weights so far';
    const { epochs, restart } = result.restarts.at(-1)!;
    const where = result.members ? ` of ${networkName(config)} ${restart}` : '';
    const kept = result.members ? ` (${keptText(trained)})` : '';
    return interruption.endToGoOn(
      `interrupted in epoch ${epochs + 1}${where}; wrote ${directory} with a checkpoint and ` +
        `${weights}${kept}, for eval, predict and report`,
      command,
    );
  }
  if (result.restarts.length > 1 && !options.json) await write(stdout, restartsTable(trained, context));
  await write(
    stdout,
    options.json
      ? `${JSON.stringify(metrics, null, 2)}\n`
      : metricsTable(metrics, trained.dataset.preprocessing.target, context),
  );
  const { temperature } = trained.calibration;
  if (temperature) note(context, options, temperatureText(temperature));
  for (const { subject, text } of trained.verdict)
    if (subject === 'predictions') note(context, options, text);
    else warn(context, text);
  reportEnd(trained, directory, options, context);
}

/** Threshold of the model that a training goes on from; undefined where it has none, or there is no model. */
function storedThreshold(directory: string): number | undefined {
  try {
    return loadModel(directory).calibration.threshold?.value;
  } catch {
    return undefined; // what is wrong there, training says
  }
}
