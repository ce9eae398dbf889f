import { type Command, InvalidArgumentError, Option } from 'commander';
import { MlpError } from '../../errors.js';
import {
  explainColumn,
  explainImportance,
  explainRows,
  loadSubject,
  type Subject,
} from '../../explain/index.js';
import { printable } from '../../files/excerpt.js';
import { type SplitName, splitNames } from '../../run/compare.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { note, warn } from '../messages.js';
import { addOptions, integer, number, type SharedOptions } from '../options.js';
import { addReadingOption, type ReadingOptions } from '../reading_option.js';
import { dependenceCsv, dependenceTable } from '../render/explain/dependence.js';
import { importanceCsv, importanceTable } from '../render/explain/importance.js';
import { correlatedNote, dependenceNote, importanceNote, rowsNote } from '../render/explain/notes.js';
import { rowsCsv, rowsTables } from '../render/explain/rows.js';
import { dataHelp, dataSource, hasData } from '../source.js';

interface Options
  extends ReadingOptions,
    Pick<
      SharedOptions,
      'json' | 'quiet' | 'seed' | 'threads' | 'backend' | 'inputFormat' | 'sql' | 'database'
    > {
  readonly part?: SplitName;
  readonly format: 'table' | 'csv';
  readonly metric?: string;
  readonly repeats?: number;
  readonly column?: string;
  readonly grid?: number;
  readonly individual?: number;
  readonly rows?: readonly number[] | 'all';
  readonly class?: string;
  readonly standardError?: number;
}

const defaults = { repeats: 10, grid: 20, standardError: 0.01, seed: 0 };

export function define(command: Command, context: Context): void {
  addReadingOption(
    addOptions(command, 'json', 'quiet', 'seed', 'threads', 'backend', 'inputFormat', 'sql', 'database'),
  )
    .description(
      'Say what a model goes by, column by column of the data, with all that is encoded from it (one-hot, embedded, ' +
        'basis functions): what the metric loses when its values are dealt to other rows; with --column how ' +
        'predictions hang on it; with --rows what it adds to single predictions.',
    )
    .argument('<model>', 'a run directory or a model file')
    .argument('[data...]', dataHelp)
    .addOption(
      new Option(
        '--part <name>',
        "of the run's own data (default: the last of train, validation, test)",
      ).choices(splitNames),
    )
    .option(
      '--metric <name>',
      'what is lost: a metric as mlp eval names it, or loss (default: accuracy or rmse)',
    )
    .addOption(
      new Option('--repeats <n>', `how often values are dealt (default: ${defaults.repeats})`).argParser(
        integer(1, 10000),
      ),
    )
    .option(
      '--column <name>',
      'mean prediction for each value of a column, all else as it is (partial dependence)',
    )
    .addOption(
      new Option('--grid <n>', `most values that it is given (default: ${defaults.grid})`).argParser(
        integer(2, 10000),
      ),
    )
    .addOption(
      new Option('--individual <n>', 'curves of n single rows, too, evenly spaced among all').argParser(
        integer(0, 100000),
      ),
    )
    .addOption(
      new Option(
        '--rows <numbers>',
        'Shapley values of rows, by their numbers from 1: 3 or 1,5,10-12, or all; exact up to 12 columns',
      ).argParser(parseRows),
    )
    .option(
      '--class <name>',
      'of --column and --rows: the class, label or target (default: all; of --rows the class that is predicted)',
    )
    .addOption(
      new Option(
        '--standard-error <s>',
        'of more than 12 columns, Shapley values are sampled until no standard error is above s standard ' +
          `deviations of predictions (default: ${defaults.standardError})`,
      ).argParser(number(1e-6, 1e6)),
    )
    .addOption(new Option('--format <format>', 'of the output').choices(['table', 'csv']).default('table'))
    .action((path: string, data: readonly string[], options: Options) => run(path, data, options, context));
  addExamples(
    command,
    'mlp explain runs/iris',
    'mlp explain runs/iris datasets/iris.csv --metric log_loss --format csv',
    'mlp explain runs/iris --column petal_width --class virginica',
    'mlp explain runs/iris --rows 1,3',
  );
}

type Mode = 'importance' | 'column' | 'rows';

/** Modes that an option is for. */
const optionModes: Readonly<Partial<Record<keyof Options, readonly Mode[]>>> = {
  metric: ['importance'],
  repeats: ['importance'],
  grid: ['column'],
  individual: ['column'],
  class: ['column', 'rows'],
  standardError: ['rows'],
};

const wordsOf = { importance: 'importance', column: '--column', rows: '--rows' };

/** Settles what is asked for; refuses options that are for something else. */
function modeOf(options: Options): Mode {
  if (options.column !== undefined && options.rows !== undefined)
    throw new MlpError(
      'usage',
      '--column and --rows ask for different things: call mlp explain once for each',
    );
  const mode = options.column !== undefined ? 'column' : options.rows !== undefined ? 'rows' : 'importance';
  for (const [key, modes] of Object.entries(optionModes))
    if (options[key as keyof Options] !== undefined && !modes.includes(mode)) {
      const flag = `--${key.replace('E', '-e')}`;
      throw new MlpError(
        'usage',
        `${flag}: is for ${modes.map((name) => wordsOf[name]).join(' and ')}, not for ${wordsOf[mode]}`,
      );
    }
  return mode;
}

async function run(path: string, data: readonly string[], options: Options, context: Context): Promise<void> {
  const mode = modeOf(options);
  const isOther = await hasData(data, options, context);
  if (isOther && options.part)
    throw new MlpError('usage', "--part: is of the run's own data; leave it out, or DATA");
  const subject = await loadSubject(pathFrom(context, path), {
    ...(isOther && { source: dataSource(data, options, context) }),
    ...{ part: options.part, set: options.set },
    withTarget: mode === 'importance',
    withWeights: mode === 'column',
    withBackground: mode === 'rows',
    kernels: kernelsFor(options, context),
    warn: (message) => warn(context, message),
    note: (message) => note(context, options, message),
  });
  const part = isOther || options.part ? '' : ' (the last part there is; --part names another)';
  const { result, notes, warnings, table, csv } = explain[mode](subject, options, context, part);
  for (const text of warnings) warn(context, text);
  for (const text of [...notes, correlatedNote(result.correlated)])
    if (text !== undefined) note(context, options, text);
  const text = options.json
    ? `${JSON.stringify(result, null, 2)}\n`
    : options.format === 'csv'
      ? csv()
      : table();
  await write(context.stdout, text);
}

const explain = {
  importance(subject: Subject, options: Options, context: Context, part: string) {
    const { metric, repeats = defaults.repeats, seed = defaults.seed } = options;
    const result = explainImportance(subject, { metric, repeats, seed });
    return {
      result,
      notes: [importanceNote(result, part)],
      warnings: result.columns.flatMap(({ column, reason }) =>
        reason === undefined ? [] : [`no importance of ${printable(column)}: ${reason}`],
      ),
      table: () => importanceTable(result, context),
      csv: () => importanceCsv(result),
    };
  },
  column(subject: Subject, options: Options, context: Context, part: string) {
    const { column, grid = defaults.grid, individual = 0, class: output } = options;
    const result = explainColumn(subject, { column: column!, points: grid, individual, output });
    return {
      result,
      notes: [dependenceNote(result, part)],
      warnings: [],
      table: () => dependenceTable(result, context),
      csv: () => dependenceCsv(result),
    };
  },
  rows(subject: Subject, options: Options, context: Context, part: string) {
    const { rows, class: output, standardError = defaults.standardError, seed = defaults.seed } = options;
    const numbers = rows === 'all' ? undefined : rows;
    const result = explainRows(subject, { rows: numbers, output, standardError, seed });
    const unfinished = result.predictions.filter((prediction) => prediction.is_unfinished);
    return {
      result,
      notes: [rowsNote(result, part)],
      warnings:
        unfinished.length === 0
          ? []
          : [
              `sampling ended after ${unfinished[0].rounds} rounds with greater standard errors than asked for ` +
                '(they are shown); ask for less: --standard-error 0.05',
            ],
      table: () => rowsTables(result, context),
      csv: () => rowsCsv(result),
    };
  },
};

/** Parses numbers of rows between commas, with ranges. */
function parseRows(text: string): readonly number[] | 'all' {
  if (text === 'all') return 'all';
  const rows = text.split(',').flatMap((part) => {
    const [, first, last = first] = /^\s*(\d{1,9})\s*(?:-\s*(\d{1,9})\s*)?$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    return from >= 1 && to >= from && to - from < 1e6
      ? Array.from({ length: to - from + 1 }, (_, i) => from + i)
      : [0];
  });
  if (rows.includes(0))
    throw new InvalidArgumentError(
      'Expected numbers of rows, from 1, between commas: 3 or 1,5,10-12, or all.',
    );
  return [...new Set(rows)];
}
