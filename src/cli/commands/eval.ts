import { type Command, InvalidArgumentError, Option } from 'commander';
import { decimal } from '../../data/numbers/decimal.js';
import { didYouMean, exitCodes, MlpError } from '../../errors.js';
import { type MetricName, metricNames } from '../../metrics/index.js';
import { decisionOf } from '../../model/decision.js';
import { loadModel } from '../../model/load_model.js';
import { type Model, restoreNetwork } from '../../model/model.js';
import { readingAs } from '../../model/reading.js';
import { evaluateData, rowsAtOnce } from '../../run/evaluate_data.js';
import { judgeGenerator } from '../../run/generation/judge.js';
import { loadRunSplits } from '../../run/run_splits.js';
import { type DecisionOptions, evaluateSplits } from '../../training/measuring/evaluate.js';
import { measureBaseline } from '../../training/verdict/index.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { note, printError, warn } from '../messages.js';
import { addOptions, intervalOption, number, type SharedOptions } from '../options.js';
import { addReadingOption, type ReadingOptions } from '../reading_option.js';
import { judgementTable } from '../render/judgement.js';
import { metricsTable, type Reports } from '../render/metrics.js';
import { formatNumber } from '../render/number.js';
import { splitNote } from '../render/split.js';
import { dataHelp, dataSource, hasData } from '../source.js';

/** Relations that a metric can be required to have to a number. */
const relations = {
  '>=': (value, bound) => value >= bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '<': (value, bound) => value < bound,
  '=': (value, bound) => value === bound,
} satisfies Record<string, (value: number, bound: number) => boolean>;

interface Requirement {
  readonly metric: string;
  readonly relation: keyof typeof relations;
  readonly bound: number;
}

interface Options
  extends ReadingOptions,
    Pick<SharedOptions, 'json' | 'quiet' | 'threads' | 'backend' | 'inputFormat' | 'sql' | 'database'> {
  readonly require: readonly Requirement[];
  readonly threshold?: number;
  readonly interval?: number;
}

export function define(command: Command, context: Context): void {
  addReadingOption(
    addOptions(command, 'json', 'quiet', 'threads', 'backend', 'inputFormat', 'sql', 'database'),
  )
    .description(
      'Print the metrics of a model: of its own splits, the very numbers that train printed, or of DATA, which ' +
        'needs the target.',
    )
    .argument('<model>', 'a run directory or a model file')
    .argument('[data...]', dataHelp)
    .addOption(
      new Option(
        '--require <check>',
        'exit with 1 unless it holds (of DATA, or the last of train, validation, test), by >=, <=, >, < or =, in ' +
          "quotes, as > alone writes a file: 'accuracy>=0.9', 'rmse < 70'; can be repeated",
      )
        .argParser((text, previous: readonly Requirement[]) => [...previous, parseRequirement(text)])
        .default([], 'none'),
    )
    .addOption(
      new Option(
        '--threshold <p>',
        'predict the second of two classes, or a label, from this probability on (default: 0.5), as mlp predict does',
      ).argParser(number(0, 1)),
    )
    .addOption(
      intervalOption(
        'measure how many rows the intervals of mlp predict --interval hold, and how wide they are',
      ),
    )
    .action((model: string, data: readonly string[], options: Options) => run(model, data, options, context));
  addExamples(
    command,
    'mlp eval runs/iris',
    'mlp eval runs/iris datasets/iris.csv --json',
    "mlp eval runs/iris --require 'accuracy>=0.9' --require 'log_loss < 0.5'",
  );
}

async function run(path: string, data: readonly string[], options: Options, context: Context): Promise<void> {
  const file = pathFrom(context, path);
  const model = readingAs(loadModel(file), options.set);
  const decision = decisionOf(model, options);
  const isOther = await hasData(data, options, context);
  const measured = isOther
    ? await onData(model, data, decision, options, context)
    : await onRunSplits(file, model, decision, options, context);
  const text = options.json
    ? `${JSON.stringify(measured, null, 2)}\n`
    : metricsTable(measured, model.preprocessing.target, context) +
      (measured.samples ? `\n${judgementTable(measured.samples, context)}` : '');
  await write(context.stdout, text);
  for (const requirement of options.require) check(requirement, measured, context);
}

async function onData(
  model: Model,
  data: readonly string[],
  decision: DecisionOptions,
  options: Options,
  context: Context,
): Promise<Reports> {
  const listener = {
    warn: (message: string) => warn(context, message),
    note: (message: string) => note(context, options, message),
  };
  const source = dataSource(data, options, context);
  const kernels = kernelsFor(options, context);
  return { data: await evaluateData(model, source, listener, { kernels, decision }) };
}

async function onRunSplits(
  file: string,
  model: Model,
  decision: DecisionOptions,
  options: Options,
  context: Context,
): Promise<Reports> {
  const { dataset } = await loadRunSplits(file, model, { stdin: context.stdin, set: options.set });
  for (const text of dataset.warnings) warn(context, text);
  for (const text of [...dataset.notes, ...splitNote(dataset)]) note(context, options, text);
  const network = restoreNetwork(model, rowsAtOnce, kernelsFor(options, context));
  const baseline = measureBaseline(network.config, dataset);
  const isGenerator = dataset.preprocessing.target.kind === 'generation';
  return {
    ...evaluateSplits(network, dataset, decision),
    baseline,
    ...(isGenerator && { samples: await judgeGenerator(network, dataset) }),
  };
}

function parseRequirement(text: string): Requirement {
  const [, metric, relation, number] = /^\s*(\w+)\s*(>=|<=|==?|>|<)\s*(\S+)\s*$/.exec(text) ?? [];
  const bound = decimal(number ?? '');
  if (!Number.isFinite(bound))
    throw new InvalidArgumentError(
      "Expected a metric, one of >=, <=, >, <, =, and a number, in quotes: 'accuracy>=0.9'.",
    );
  return { metric, relation: (relation === '==' ? '=' : relation) as Requirement['relation'], bound };
}

/** Prints an error and sets the exit code where a requirement does not hold. */
function check({ metric, relation, bound }: Requirement, measured: Reports, context: Context): void {
  const part = (['data', 'test', 'validation', 'train'] as const).find((name) => measured[name])!;
  const report = measured[part] as unknown as Readonly<Record<string, unknown>>;
  const value = Object.hasOwn(report, metric) ? report[metric] : undefined;
  if (typeof value !== 'number') {
    if (metricNames.includes(metric as MetricName))
      throw new MlpError(
        'usage',
        `--require ${metric}: is not defined for this model and the rows of ${part}`,
      );
    const known = Object.keys(report).filter((name) => typeof report[name] === 'number');
    const hint = didYouMean(metric, known) || `; there are ${known.join(', ')}`;
    throw new MlpError('usage', `--require ${metric}: no such metric for this model and data${hint}`);
  }
  if (relations[relation](value, bound)) return;
  context.exitCode = exitCodes.check_failed;
  const short = formatNumber(value);
  const shown = Number(short) === bound ? String(value) : short;
  printError(context, `${metric} of ${part} is ${shown}, required is ${relation} ${bound}`);
}
