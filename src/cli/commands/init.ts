import { type Command, Option } from 'commander';
import type { TableFacts } from '../../config/choice/facts.js';
import { type PresetName, presets } from '../../config/choice/presets.js';
import { parseConfig } from '../../config/index.js';
import { advise } from '../../config/init/columns.js';
import type { ColumnProfile } from '../../config/init/profile.js';
import { proposeFor } from '../../config/init/propose_for.js';
import { parseSet } from '../../config/set.js';
import { formatSettings } from '../../data/csv/format.js';
import type { GivenFormat } from '../../data/sources/guess.js';
import { MlpError } from '../../errors.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { write } from '../io.js';
import { note } from '../messages.js';
import { addOptions, number, type SharedOptions } from '../options.js';
import { table } from '../render/table.js';
import { dataSource } from '../source.js';

interface Options extends Pick<SharedOptions, 'quiet' | 'inputFormat' | 'sql' | 'database'> {
  /** Assignments `key=value` of the keys that say how files are written. */
  readonly set: readonly string[];
  readonly target?: readonly string[];
  readonly task?: TableFacts['task'];
  readonly preset: PresetName;
  readonly test?: number;
}

const presetNames = Object.keys(presets) as PresetName[];
const tasks: readonly TableFacts['task'][] = ['classification', 'regression', 'reconstruction'];

export function define(command: Command, context: Context): void {
  command
    .description(
      'Look at data and propose a config for it, on stdout. Its path in the config is that of the command line, so ' +
        'write the config into this directory.',
    )
    .argument(
      '[data...]',
      'files of CSV or JSON lines (may be compressed: .gz, .zst, .bz2), or Parquet, with the same columns, ' +
        'or patterns ("parts/*.csv"), or - for stdin',
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
  addOptions(command, 'quiet', 'inputFormat', 'sql', 'database');
  addExamples(
    command,
    'mlp init datasets/penguins.csv --target species > penguins.json',
    'mlp check penguins.json --quiet',
    'mlp init datasets/linnerud.csv --target weight --target waist --target pulse > linnerud.json',
  );
}

async function init(data: readonly string[], options: Options, context: Context): Promise<void> {
  const { stdout } = context;
  const { sql, database } = options;
  if (data.length === 0 && sql === undefined && database === undefined)
    throw new MlpError('usage', "missing required argument 'data'");
  const files = dataSource(data, { sql, database }, context);
  const { target: targets, task, preset, test, inputFormat: input_format } = options;
  const isTargetGuessed = !targets && task !== 'reconstruction' && !options.quiet;
  const { config } = await proposeFor(files, {
    train: sql !== undefined ? { sql, database } : data.length === 1 ? data[0] : data,
    given: givenFormat(options),
    ...{ input_format, targets, task, preset, test },
    onNote: (text) => note(context, options, text),
    async onTarget(name, columns) {
      if (!isTargetGuessed) return;
      await write(context.stderr, columnTable(columns, context));
      note(
        context,
        options,
        `the target is taken to be ${name}, the last column; choose another with --target`,
      );
    },
  });
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
      `${source}: init takes ${settable}; give other keys to mlp train, or write them into the config that init prints`,
    );
  });
  const { data } = parseConfig({ data: { train: '-' } }, 'init', { set });
  return {
    ...Object.fromEntries(given.map((key) => [key, data[key]])),
    ...(inputFormat && { input_format: inputFormat }),
  };
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
