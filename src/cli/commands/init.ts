import { type Command, Option } from 'commander';
import { type PresetName, presets } from '../../config/choice/presets.js';
import { parseConfig } from '../../config/index.js';
import { parseSet } from '../../config/set.js';
import { formatSettings } from '../../data/csv/format.js';
import type { Task } from '../../data/preprocessing/index.js';
import { type GivenFormat, guessFormat } from '../../data/sources/guess.js';
import { type Files, filesOf } from '../../data/sources/paths.js';
import { FileNotes } from '../../data/table/file_notes.js';
import { similarName } from '../../data/table/names.js';
import { MlpError } from '../../errors.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { advise } from '../init/columns.js';
import { type ColumnProfile, profile } from '../init/profile.js';
import { propose } from '../init/propose.js';
import { write } from '../io.js';
import { note } from '../messages.js';
import { addOptions, number, type SharedOptions } from '../options.js';
import { table } from '../render/table.js';

interface Options extends Pick<SharedOptions, 'quiet' | 'inputFormat'> {
  /** Assignments `key=value` of the keys that say how files are written. */
  readonly set: readonly string[];
  readonly target?: readonly string[];
  readonly task?: Task;
  readonly preset: PresetName;
  readonly test?: number;
}

const presetNames = Object.keys(presets) as PresetName[];
const tasks: readonly Task[] = ['classification', 'regression', 'reconstruction'];

export function define(command: Command, context: Context): void {
  command
    .description(
      'Look at data and propose a config for it, on stdout. Its path in the config is that of the command line, so ' +
        'write the config into this directory.',
    )
    .argument(
      '<data...>',
      'files of CSV or JSON lines (may be gzipped) with the same columns, or patterns ("parts/*.csv"), or - for stdin',
    )
    .addOption(
      new Option(
        '--target <column>',
        'what to predict; the last column where left out; can be repeated',
      ).argParser((name: string, previous: readonly string[] = []) => [...previous, name]),
    )
    .addOption(
      new Option(
        '--set <key=value>',
        `how the files are written, where it is not as it seems; can be repeated: ${settable}`,
      )
        .default([], 'nothing')
        .argParser((text, previous: readonly string[]) => [...previous, text]),
    )
    .addOption(new Option('--task <task>', 'inferred from the target where left out').choices(tasks))
    .addOption(
      new Option(
        '--preset <preset>',
        `how much to train: ${presetNames.map((name) => `${name}, ${presets[name].description}`).join('; ')}`,
      )
        .choices(presetNames)
        .default('auto'),
    )
    .addOption(
      new Option(
        '--test <fraction>',
        'fraction of the rows to set aside for a test; none where left out',
      ).argParser(number(0, 0.9)),
    )
    .action((data: readonly string[], options: Options) => init(data, options, context));
  addOptions(command, 'quiet', 'inputFormat');
  addExamples(
    command,
    'mlp init datasets/penguins.csv --target species > penguins.json',
    'mlp check penguins.json --quiet',
    'mlp init datasets/linnerud.csv --target weight --target waist --target pulse > linnerud.json',
  );
}

async function init(data: readonly string[], options: Options, context: Context): Promise<void> {
  const { cwd, stdin, stdout } = context;
  const [first, ...others] = await filesOf(data, cwd, stdin).list();
  const { source, notes: decisions, ...format } = await guessFormat(first, givenFormat(options));
  const files: Files = { name: first.name, list: async () => [source, ...others] };
  const train = data.length === 1 ? data[0] : data;
  const notes = new FileNotes();
  const columns = await profile(files, format, notes);
  for (const text of [...decisions, ...notes.list()]) note(context, options, text);
  if (columns[0].rows === 0)
    throw new MlpError('data', `${first.name}: no data: there is a header, but no row below it`);

  const targets = options.target ?? [guessTarget(columns)];
  for (const target of targets) requireColumn(target, columns, first.name);
  if (!options.target && options.task !== 'reconstruction' && !options.quiet) {
    await write(context.stderr, columnTable(columns, context));
    note(
      context,
      options,
      `the target is taken to be ${targets[0]}, the last column; choose another with --target`,
    );
  }
  const { task, preset, test, inputFormat: input_format } = options;
  const proposal = propose(columns, {
    source: first.name,
    train,
    format: { ...format, input_format },
    ...{ targets, task, preset, test },
  });
  const { config } = proposal;
  for (const text of proposal.notes) note(context, options, text);
  parseConfig(config, 'the proposed config');
  await write(stdout, `${JSON.stringify(config, null, 2)}\n`);
}

/** Keys that can be set. */
const settable = Object.keys(formatSettings)
  .map((key) => `data.${key}`)
  .join(', ');
const formatKeys = Object.keys(formatSettings) as (keyof typeof formatSettings)[];

/** Format of files as far as the command line says it. */
function givenFormat({ inputFormat, set }: Pick<Options, 'inputFormat' | 'set'>): GivenFormat {
  const given = set.map((text) => {
    const { path, source } = parseSet(text);
    const key = formatKeys.find((name) => path.join('.') === `data.${name}`);
    if (key !== undefined) return key;
    throw new MlpError(
      'usage',
      `${source}: init takes ${settable}; put other keys into the config that it prints`,
    );
  });
  const { data } = parseConfig({ data: { train: '-' } }, 'init', { set });
  return {
    ...Object.fromEntries(given.map((key) => [key, data[key]])),
    ...(inputFormat && { input_format: inputFormat }),
  };
}

/** The last column that is neither advised to be ignored nor one of dates; the very last one where all are. */
const guessTarget = (columns: readonly ColumnProfile[]): string =>
  (columns.findLast((column) => !column.dates && advise(column).ignore === undefined) ?? columns.at(-1)!)
    .name;

function requireColumn(name: string, columns: readonly ColumnProfile[], source: string): void {
  const names = columns.map((column) => column.name);
  if (names.includes(name)) return;
  const hint = similarName(name, names) || `; there are ${names.join(', ')}`;
  throw new MlpError('usage', `--target: ${source} has no column ${JSON.stringify(name)}${hint}`);
}

const columnsShown = 30;

function columnTable(columns: readonly ColumnProfile[], { style, stderr }: Context): string {
  const rows = columns
    .slice(0, columnsShown)
    .map((column) => [column.name, advise(column).type, column.distinct, column.missing, column.example]);
  const header = ['column', 'type', 'different', 'missing', 'example'];
  const more = columns.length - rows.length;
  return (
    table(header, rows, { style: style.err, width: stderr.columns }) +
    (more > 0 ? `… and ${more} more\n` : '')
  );
}
