import { type Command, Option } from 'commander';
import {
  type CorrelatedPair,
  correlationThreshold,
  explainImportance,
  type ImportanceResult,
  loadSubject,
} from '../../explain/index.js';
import { printable } from '../../files/excerpt.js';
import { counted } from '../../format_count.js';
import { type SplitName, splitNames } from '../../run/compare.js';
import { shortList } from '../../short_list.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { note, warn } from '../messages.js';
import { addOptions, integer, type SharedOptions } from '../options.js';
import { addReadingOption, type ReadingOptions } from '../reading_option.js';
import { importanceCsv, importanceTable } from '../render/explain/importance.js';
import { formatNumber } from '../render/number.js';
import { dataHelp, dataSource, hasInput } from '../source.js';

interface Options
  extends ReadingOptions,
    Pick<SharedOptions, 'json' | 'quiet' | 'seed' | 'threads' | 'backend' | 'inputFormat'> {
  readonly part?: SplitName;
  readonly metric?: string;
  readonly repeats?: number;
  readonly format: 'table' | 'csv';
}

const defaultRepeats = 10;

export function define(command: Command, context: Context): void {
  addReadingOption(addOptions(command, 'json', 'quiet', 'seed', 'threads', 'backend', 'inputFormat'))
    .description(
      'Say what a model goes by: what its metric loses when the values of a column are dealt to other rows, column ' +
        'by column of the data, with all that is encoded from it (one-hot, embedded, basis functions).',
    )
    .argument('<model>', 'a run directory or a model file')
    .argument('[data...]', dataHelp)
    .addOption(
      new Option(
        '--part <name>',
        "of the run's own data (default: the last of train, validation, test)",
      ).choices(splitNames),
    )
    .option('--metric <name>', 'what is measured: a metric as mlp eval names it (default: accuracy or rmse)')
    .addOption(
      new Option(
        '--repeats <n>',
        `how often the values of each column are dealt (default: ${defaultRepeats})`,
      ).argParser(integer(1, 10000)),
    )
    .addOption(new Option('--format <format>', 'of the output').choices(['table', 'csv']).default('table'))
    .action((path: string, data: readonly string[], options: Options) => run(path, data, options, context));
  addExamples(
    command,
    'mlp explain runs/iris',
    'mlp explain runs/iris datasets/iris.csv --metric log_loss --repeats 30',
    'mlp explain runs/iris --format csv > importance.csv',
  );
}

async function run(path: string, data: readonly string[], options: Options, context: Context): Promise<void> {
  const isOther = data.length > 0 || (await hasInput(context.stdin));
  const subject = await loadSubject(pathFrom(context, path), {
    ...(isOther && { source: dataSource(data, options, context) }),
    ...{ part: options.part, set: options.set, withTarget: true, withBackground: false },
    kernels: kernelsFor(options, context),
    warn: (message) => warn(context, message),
    note: (message) => note(context, options, message),
  });
  const { repeats = defaultRepeats, seed = 0, metric } = options;
  const result = explainImportance(subject, { metric, repeats, seed });
  noteImportance(result, options, context, isOther);
  const text = options.json
    ? `${JSON.stringify(result, null, 2)}\n`
    : options.format === 'csv'
      ? importanceCsv(result)
      : importanceTable(result, context);
  await write(context.stdout, text);
}

function noteImportance(
  { metric, baseline, data, rows, repeats, seed, columns, correlated }: ImportanceResult,
  options: Options,
  context: Context,
  isOther: boolean,
): void {
  const other = isOther || options.part ? '' : ' (the last part there is; --part names another)';
  note(
    context,
    options,
    `${metric} is ${formatNumber(baseline)} of ${counted(rows, 'row')} of ${data}${other}; each column dealt ` +
      `${counted(repeats, 'time')} (--repeats), seed ${seed} (--seed)`,
  );
  for (const { column, reason } of columns)
    if (reason !== undefined) warn(context, `no importance of ${printable(column)}: ${reason}`);
  noteCorrelated(correlated, options, context);
}

/** Says which columns go together: what is shown then is partly of rows that do not exist. */
function noteCorrelated(pairs: readonly CorrelatedPair[], options: Options, context: Context): void {
  if (pairs.length === 0) return;
  const listed = pairs.map(
    ({ columns, correlation }) => `${columns.map(printable).join(' and ')} (${correlation.toFixed(2)})`,
  );
  note(
    context,
    options,
    `${counted(pairs.length, 'pair')} of columns ${pairs.length === 1 ? 'is' : 'are'} correlated (by ranks, ` +
      `${correlationThreshold} or more): ${shortList(listed, 3)}; one without the other makes rows that do not ` +
      'exist, and what both know shows in neither alone',
  );
}
