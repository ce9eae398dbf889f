import { type Command, InvalidArgumentError, Option } from 'commander';
import { decimal } from '../../data/table/decimal.js';
import { didYouMean, exitCodes, MlpError } from '../../errors.js';
import { loadModel, type Model, restoreNetwork } from '../../model/model.js';
import { evaluateData, rowsAtOnce } from '../../run/evaluate_data.js';
import { loadRunSplits } from '../../run/run_splits.js';
import { evaluateSplits } from '../../training/measuring/evaluate.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { note, printError, warn } from '../messages.js';
import { addOptions, type SharedOptions } from '../options.js';
import { metricsTable, type Reports } from '../render/metrics.js';
import { formatNumber } from '../render/number.js';
import { dataSource, hasInput } from '../source.js';

interface Requirement {
  readonly metric: string;
  readonly relation: '>=' | '<=';
  readonly bound: number;
}

interface Options extends Pick<SharedOptions, 'json' | 'quiet' | 'threads' | 'backend'> {
  readonly require: readonly Requirement[];
}

export function define(command: Command, context: Context): void {
  addOptions(command, 'json', 'quiet', 'threads', 'backend')
    .description(
      'Print the metrics of a model: of its own splits, the very numbers that train printed, or of DATA, which ' +
        'needs the target.',
    )
    .argument('<model>', 'a run directory or a model file')
    .argument('[data]', 'a CSV file, or - for stdin (the default where something is piped in)')
    .addOption(
      new Option(
        '--require <check>',
        'exit with 1 unless it holds (of DATA, or the last of train, validation, test): accuracy>=0.9, can be repeated',
      )
        .argParser((text, previous: readonly Requirement[]) => [...previous, parseRequirement(text)])
        .default([], 'none'),
    )
    .action((model: string, data: string | undefined, options: Options) =>
      run(model, data, options, context),
    );
  addExamples(
    command,
    'mlp eval runs/iris',
    'mlp eval runs/iris datasets/iris.csv --json',
    "mlp eval runs/iris --require accuracy'>='0.9",
  );
}

async function run(
  path: string,
  data: string | undefined,
  options: Options,
  context: Context,
): Promise<void> {
  const file = pathFrom(context, path);
  const model = loadModel(file);
  const isOther = data !== undefined || (await hasInput(context.stdin));
  const measured = isOther
    ? await onData(model, data, options, context)
    : await onRunSplits(file, model, options, context);
  const text = options.json ? `${JSON.stringify(measured, null, 2)}\n` : metricsTable(measured, context);
  await write(context.stdout, text);
  for (const requirement of options.require) check(requirement, measured, context);
}

async function onData(
  model: Model,
  data: string | undefined,
  options: Options,
  context: Context,
): Promise<Reports> {
  const onWarning = (message: string) => warn(context, message);
  return {
    data: await evaluateData(model, dataSource(data, context), onWarning, kernelsFor(options, context)),
  };
}

async function onRunSplits(file: string, model: Model, options: Options, context: Context): Promise<Reports> {
  const { dataset } = await loadRunSplits(file, model, context.stdin);
  for (const text of dataset.warnings) warn(context, text);
  for (const text of dataset.notes) note(context, options, text);
  return evaluateSplits(restoreNetwork(model, rowsAtOnce, kernelsFor(options, context)), dataset);
}

function parseRequirement(text: string): Requirement {
  const [, metric, relation, number] = /^\s*(\w+)\s*(>=|<=)\s*(\S+)\s*$/.exec(text) ?? [];
  const bound = decimal(number ?? '');
  if (Number.isFinite(bound)) return { metric, relation: relation as Requirement['relation'], bound };
  throw new InvalidArgumentError('Expected a metric, >= or <=, and a number: accuracy>=0.9.');
}

/** Prints an error and sets the exit code where a requirement does not hold. */
function check({ metric, relation, bound }: Requirement, measured: Reports, context: Context): void {
  const part = (['data', 'test', 'validation', 'train'] as const).find((name) => measured[name])!;
  const report = measured[part] as unknown as Readonly<Record<string, unknown>>;
  const value = Object.hasOwn(report, metric) ? report[metric] : undefined;
  if (typeof value !== 'number') {
    const known = Object.keys(report).filter((name) => typeof report[name] === 'number');
    const hint = didYouMean(metric, known) || `; there are ${known.join(', ')}`;
    throw new MlpError('usage', `--require ${metric}: no such metric for this model and data${hint}`);
  }
  if (relation === '>=' ? value >= bound : value <= bound) return;
  context.exitCode = exitCodes.check_failed;
  printError(context, `${metric} of ${part} is ${formatNumber(value)}, required is ${relation} ${bound}`);
}
