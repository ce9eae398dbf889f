import { type Command, Option } from 'commander';
import { counted } from '../../format_count.js';
import { defaultThreshold } from '../../metrics/index.js';
import { type Goal, parseGoal } from '../../metrics/thresholds/index.js';
import { loadModel } from '../../model/load_model.js';
import { type Model, restoreNetwork } from '../../model/model.js';
import { readingAs } from '../../model/reading.js';
import { changeCalibration } from '../../run/change_calibration.js';
import { readSplit, rowsAtOnce } from '../../run/evaluate_data.js';
import { loadRunSplits } from '../../run/run_splits.js';
import {
  atThreshold,
  otherRows,
  refuseGoal,
  refuseWithoutThreshold,
  thresholdTable,
  validationRows,
} from '../../run/threshold.js';
import { shellPath } from '../../shell_word.js';
import type { Calibration } from '../../training/calibrating/index.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { note, warn } from '../messages.js';
import { addOptions, number, type SharedOptions } from '../options.js';
import { addReadingOption, type ReadingOptions } from '../reading_option.js';
import { thresholdText } from '../render/threshold.js';
import { dataHelp, dataSource, hasData } from '../source.js';

interface Options
  extends ReadingOptions,
    Pick<SharedOptions, 'json' | 'quiet' | 'threads' | 'backend' | 'inputFormat' | 'sql' | 'database'> {
  readonly for?: Goal;
  readonly setTo?: number;
  readonly reset?: boolean;
}

export function define(command: Command, context: Context): void {
  addReadingOption(
    addOptions(command, 'json', 'quiet', 'threads', 'backend', 'inputFormat', 'sql', 'database'),
  )
    .description(
      'Choose the probability from which on a model predicts the second of two classes, or a label, by its ' +
        'validation rows (of folds, by the rows that each network was not trained on), or by DATA; store it in the ' +
        'model file, for predict, eval, compare and report. Without --for, --set-to or --reset nothing is changed: ' +
        'the table shows what thresholds come to.',
    )
    .argument('<model>', 'a run directory or a model file')
    .argument('[data...]', dataHelp)
    .addOption(
      new Option(
        '--for <goal>',
        'what it is to be best for: f1, balanced_accuracy, or the least cost of errors by what a false positive and ' +
          'a false negative cost: cost=fp:1,fn:5',
      )
        .argParser(parseGoal)
        .conflicts(['setTo', 'reset']),
    )
    .addOption(
      new Option('--set-to <p>', 'store this threshold').argParser(number(0, 1)).conflicts(['for', 'reset']),
    )
    .addOption(
      new Option('--reset', `forget the threshold: it is ${defaultThreshold} again`).conflicts([
        'for',
        'setTo',
      ]),
    )
    .action((model: string, data: readonly string[], options: Options) => run(model, data, options, context));
  addExamples(
    command,
    'mlp train configs/pima.json',
    'mlp threshold runs/pima',
    'mlp threshold runs/pima --for f1',
    'mlp threshold runs/pima --for cost=fp:1,fn:5 --json',
    'mlp threshold runs/pima --set-to 0.3 && mlp threshold runs/pima --reset',
  );
}

async function run(path: string, data: readonly string[], options: Options, context: Context): Promise<void> {
  const file = pathFrom(context, path);
  const model = readingAs(loadModel(file), options.set);
  refuseWithoutThreshold(model);
  const { for: goal, setTo: manual, reset } = options;
  if (goal) refuseGoal(goal, model);
  if (reset) return setTo(file, path, undefined, options, context);
  if (manual !== undefined) return setTo(file, path, { value: manual }, options, context);
  const { rows, test } = await rowsOf(file, model, data, options, context);
  const found = thresholdTable(rows, model, goal);
  const { chosen, before } = found;
  const onTest = test &&
    chosen && {
      rows: test.split.rows,
      before: atThreshold(test, model, before.threshold, goal),
      chosen: atThreshold(test, model, chosen.threshold, goal),
    };
  const shown = { ...found, ...(onTest && { test: onTest }) };
  if (!options.json) await write(context.stdout, thresholdText(shown, goal, context));
  else await write(context.stdout, `${JSON.stringify(shown, null, 2)}\n`);
  if (chosen)
    await setTo(
      file,
      path,
      { value: chosen.threshold, for: goal!.name },
      { ...options, json: false },
      context,
    );
}

/** Stores a threshold, or none, in a model file, and says so. */
async function setTo(
  file: string,
  path: string,
  threshold: Calibration['threshold'],
  options: Pick<Options, 'json' | 'quiet'>,
  context: Context,
): Promise<void> {
  let before = defaultThreshold;
  changeCalibration(file, ({ threshold: old, ...others }) => {
    before = old?.value ?? defaultThreshold;
    return { ...others, ...(threshold && { threshold }) };
  });
  const now = threshold?.value ?? defaultThreshold;
  if (options.json) await write(context.stdout, `${JSON.stringify({ threshold: now, before }, null, 2)}\n`);
  const since = now === before ? ', as before' : ` instead of ${before}`;
  const undo =
    now === defaultThreshold
      ? ''
      : `; to have ${defaultThreshold} again: mlp threshold ${shellPath(path)} --reset`;
  note(context, options, `the threshold of ${path} is ${now} now${since}${undo}`);
}

/** Rows to choose by, and test rows, where the run has any and no other data are named. */
async function rowsOf(
  file: string,
  model: Model,
  data: readonly string[],
  options: Options,
  context: Context,
) {
  const network = restoreNetwork(model, rowsAtOnce, kernelsFor(options, context));
  if (await hasData(data, options, context)) {
    const listener = {
      warn: (message: string) => warn(context, message),
      note: (message: string) => note(context, options, message),
    };
    const split = await readSplit(model.preprocessing, dataSource(data, options, context), listener);
    return { rows: otherRows('data', network, model, split) };
  }
  const { dataset } = await loadRunSplits(file, model, {
    stdin: context.stdin,
    set: options.set,
    command: 'threshold',
  });
  for (const text of dataset.warnings) warn(context, text);
  const rows = validationRows(network, model, dataset);
  note(
    context,
    options,
    `measured on the ${counted(rows.split.rows, 'validation row')}` +
      `${dataset.folds ? ', each predicted by the network not trained on it' : ''}`,
  );
  return { rows, ...(dataset.test && { test: otherRows('test', network, model, dataset.test) }) };
}
