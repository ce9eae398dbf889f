import { basename, dirname, extname, join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Files } from '../../data/sources/paths.js';
import { didYouMean, MlpError } from '../../errors.js';
import { Comparing, type Comparison } from '../../export/check/compare.js';
import { checkedRows } from '../../export/check/rows.js';
import { type ExportedFile, type Format, type FormatName, formats } from '../../export/index.js';
import { programOf } from '../../export/program/index.js';
import { sweepTemporaries, writeFileAtomic } from '../../files/index.js';
import { counted, formatCount } from '../../format_count.js';
import { loadModel } from '../../model/load_model.js';
import type { Model } from '../../model/model.js';
import { readingAs } from '../../model/reading.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { runners } from '../export/index.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { note, warn } from '../messages.js';
import { addOptions, type SharedOptions } from '../options.js';
import { addReadingOption, type ReadingOptions } from '../reading_option.js';
import { refuseExisting } from '../refuse_existing.js';
import { refuseInput } from '../refuse_input.js';
import { dataSource } from '../source.js';

interface Options
  extends ReadingOptions,
    Pick<SharedOptions, 'json' | 'quiet' | 'force' | 'inputFormat' | 'sql' | 'database'> {
  readonly format: FormatName;
  readonly out?: string;
  /** DATA; true where it is named by no value. */
  readonly check?: readonly string[] | true;
}

const names = Object.keys(formats) as FormatName[];

export function define(command: Command, context: Context): void {
  addReadingOption(addOptions(command, 'json', 'quiet', 'inputFormat', 'sql', 'database'))
    .description(
      'Write a model as a program that needs nothing of mlp: values of columns go in, and what predict prints comes ' +
        'out. Formats: ' +
        `${names.map((name) => `${name}, ${formats[name].summary}`).join('; ')}. Prints the names of the files.`,
    )
    .argument('<model>', 'a run directory or a model file')
    .addOption(
      new Option('--format <format>', 'of what is written')
        .choices(names)
        .argParser(parseFormat)
        .makeOptionMandatory(),
    )
    .option(
      '--out <file>',
      'the file to write, - for stdout (default: the name of the config, in this directory)',
    )
    .option('--force', 'replace files that are there')
    .addOption(
      new Option(
        '--check [data]',
        'run what was written on DATA, as predict takes it (several by several --check; --sql alone does, too), and ' +
          'compare it with predict: rows, and the largest difference; c takes a C compiler (cc, or the variable CC)',
      ).argParser((text, previous?: Options['check']) => [
        ...(Array.isArray(previous) ? previous : []),
        text,
      ]),
    )
    .action((path: string, options: Options) => run(path, options, context));
  addExamples(
    command,
    'mlp export runs/iris --format js --check datasets/iris.csv',
    'mlp export runs/iris --format c --out iris_model.c --force',
    'mlp export runs/iris --format js --out - | head -n 3',
  );
}

function parseFormat(text: string): FormatName {
  if (Object.hasOwn(formats, text)) return text as FormatName;
  throw new InvalidArgumentError(`Expected ${names.join(', ')}${didYouMean(text, names)}.`);
}

async function run(path: string, options: Options, context: Context): Promise<void> {
  const model = readingAs(loadModel(pathFrom(context, path)), options.set);
  const format = formats[options.format];
  const source = checkSource(options, context);
  const usual = `${fileName(model.config.name)}${format.extension}`;
  if (options.out === '-') {
    if (source)
      throw new MlpError('usage', '--check runs the file that is written: leave out --out -, or --check');
    const [{ content }] = format.files(model, usual);
    return write(context.stdout, content);
  }
  const file = pathFrom(context, options.out ?? usual);
  const files = format.files(model, basename(file));
  const paths = files.map(({ name }) => join(dirname(file), name));
  refuseOtherEnding(options);
  refuseExisting(paths, options.force);
  if (source) await refuseInput(paths, source);
  writeFiles(dirname(file), files);
  const found = source && (await check(file, model, source, options, context));
  const checked = typeof found === 'string' ? null : found;
  if (options.json) {
    const result = { format: options.format, files: paths, ...(source && { check: checked }) };
    await write(context.stdout, `${JSON.stringify(result, null, 2)}\n`);
  } else {
    await write(context.stdout, `${paths.join('\n')}\n`);
    if (checked) await write(context.stdout, `${describe(checked)}\n`);
  }
  if (typeof found === 'string')
    throw new MlpError('check_failed', `${file}: written, but not checked: ${found}`);
  if (checked) refuseDifferent(file, checked, options.format);
}

/** Source of the rows to check on, if there are to be any. */
function checkSource(options: Options, context: Context): Files | undefined {
  const { check: data, sql, database } = options;
  if (data === undefined && sql === undefined && database === undefined) return undefined;
  return dataSource(Array.isArray(data) ? data : [], options, context);
}

/** Refuses a name that is one of another format's. */
function refuseOtherEnding({ format, out }: Options): void {
  const ending = extname(out ?? '').toLowerCase();
  const isOf = (name: FormatName) => endingsOf(formats[name]).includes(ending);
  const other = names.find(isOf);
  if (other === undefined || isOf(format)) return;
  throw new MlpError(
    'usage',
    `--out ${out}: ${ending} is of the format ${other}, and this is to be ${format}; let the name end in ` +
      `${formats[format].extension}, or say --format ${other}`,
  );
}

const endingsOf = ({ extension, otherExtensions = [] }: Format): readonly string[] => [
  extension,
  ...otherExtensions,
];

/** A name of a config as one of a file. */
const fileName = (name: string): string => name.replace(/[/\\]/g, '_');

function writeFiles(directory: string, files: readonly ExportedFile[]): void {
  for (const { name, content } of files) writeFileAtomic(join(directory, name), content);
  sweepTemporaries(
    directory,
    files.map(({ name }) => name),
  );
}

/** Runs an export on data, and compares what it gives with the answers of the engine; or says why it cannot be run. */
async function check(
  file: string,
  model: Model,
  source: Files,
  options: Options,
  context: Context,
): Promise<Comparison | string> {
  const { name, columns, answers } = programOf(model);
  const { preprocessing } = model;
  const cc = context.env.CC?.trim() || 'cc';
  const runner = await runners[options.format](file, { name, columns, answers, preprocessing }, cc);
  if (typeof runner === 'string') return runner;
  const comparing = new Comparing();
  let bad = 0;
  const listener = {
    kernels: kernelsFor({}, context),
    warn: (message: string) => warn(context, message),
    note: (message: string) => note(context, options, message),
    onBadRow: () => {
      bad++;
    },
  };
  try {
    for await (const { values, answers: expected } of checkedRows(model, source, listener)) {
      const given = await runner.answer(values);
      for (const [i, answer] of expected.entries()) comparing.add(answer, given[i]);
    }
  } finally {
    runner.close();
  }
  if (bad > 0)
    warn(context, `${source.name}: ${counted(bad, 'row')} left out, which predict cannot read either`);
  return comparing.result;
}

const describe = ({ rows, without, difference, otherRows }: Comparison): string =>
  `${counted(rows, 'row')}${without > 0 ? `, ${formatCount(without)} without an answer` : ''}: largest difference ` +
  `${difference}${otherText(otherRows)}`;

const otherText = (rows: number): string => (rows > 0 ? `; another answer in ${counted(rows, 'row')}` : '');

/** Refuses an export that gives something else than predict. */
function refuseDifferent(file: string, checked: Comparison, format: FormatName): void {
  const { difference, otherRows, first } = checked;
  if (difference <= formats[format].tolerance && otherRows === 0) return;
  throw new MlpError(
    'check_failed',
    `${file}: does not give what predict gives, first in row ${first}: the largest difference is ` +
      `${difference}${otherText(otherRows)}`,
  );
}
