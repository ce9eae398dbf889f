import { type Command, InvalidArgumentError, Option } from 'commander';
import { formatRecord } from '../../data/csv/format.js';
import { safeText } from '../../data/csv/safe_text.js';
import { type CellSettings, cellFormat } from '../../data/table/cells.js';
import {
  type GeneratedColumn,
  type GeneratedValue,
  kindOf,
  printer,
} from '../../data/targets/generation/index.js';
import { MlpError } from '../../errors.js';
import { counted, formatCount } from '../../format_count.js';
import { notForJson, objectText } from '../../model/answer_lines.js';
import { type Condition, conditionTest } from '../../model/conditions.js';
import { loadModel } from '../../model/load_model.js';
import { createSampler, type Sampler } from '../../model/sampler.js';
import { safeOption } from '../answer_rows.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { note } from '../messages.js';
import { addOptions, integer, type SharedOptions } from '../options.js';
import {
  addOutputOptions,
  formatOf,
  type OutputOptions,
  parquetForm,
  type RowForm,
  textForm,
  writeRows,
} from '../row_output.js';

interface Options
  extends OutputOptions,
    Pick<SharedOptions, 'seed' | 'json' | 'quiet' | 'threads' | 'backend'> {
  readonly rows: number;
  readonly safe?: boolean;
  readonly given: readonly Condition[];
}

export function define(command: Command, context: Context): void {
  addOutputOptions(addOptions(command, 'seed', 'json', 'quiet', 'threads', 'backend'))
    .description(
      'Print new rows like those that a generator ("task": "generation") was trained on, in their columns and ' +
        'units: categories as texts, whole numbers whole, numbers within the range of training, missing as often ' +
        'as they were.',
    )
    .argument('<model>', 'a run directory or a model file')
    .addOption(
      new Option('--rows <n>', 'rows to print').argParser(integer(0, Number.MAX_SAFE_INTEGER)).default(100),
    )
    .addOption(
      new Option(
        '--given <column=value>',
        'only rows with this value, an empty one for missing: rows are drawn, and others left out, until there are ' +
          'enough; can be repeated',
      )
        .argParser((text, previous: readonly Condition[]) => [...previous, parseCondition(text)])
        .default([], 'nothing'),
    )
    .addOption(safeOption())
    .action((model: string, options: Options) => run(model, options, context));
  addExamples(
    command,
    'mlp train configs/penguins-vae.json --set training.epochs=60 --quiet',
    'mlp sample runs/penguins-vae --rows 1000 > sampled.csv',
    'mlp sample runs/penguins-vae --rows 5 --seed 1 --given species=Adelie',
  );
}

function parseCondition(text: string): Condition {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Expected a column and a value: species=Adelie.');
  return { column: text.slice(0, at), value: text.slice(at + 1) };
}

/** Rows that are drawn at once. */
const batch = 1024;

/** Rows that are drawn without one that fits before it is given up. */
const mostInVain = 1_000_000;

async function run(path: string, options: Options, context: Context): Promise<void> {
  const model = loadModel(pathFrom(context, path));
  const sampler = createSampler(model, kernelsFor(options, context));
  const { target, cells } = model.preprocessing;
  const columns = target.kind === 'generation' ? target.columns : [];
  const fits = conditionTest(columns, options.given);
  const form = await formFor(columns, cells, options);
  await writeRows(form, outputOf(options), context, async ({ begin, rows }) => {
    await begin();
    await drawRows(sampler, fits, options, context, rows);
  });
}

/** Draws rows, gives those that fit, and says how many they were. */
async function drawRows(
  sampler: Sampler,
  fits: ReturnType<typeof conditionTest>,
  options: Options,
  context: Context,
  give: (rows: GeneratedValue[][]) => Promise<void>,
): Promise<void> {
  const draw = sampler.begin(options.seed ?? 0);
  let [found, drawn, inVain] = [0, 0, 0];
  while (found < options.rows) {
    const rows = draw(options.given.length > 0 ? batch : Math.min(batch, options.rows - found));
    const fitting: GeneratedValue[][] = [];
    for (const row of rows) {
      if (found === options.rows) break;
      drawn++;
      inVain++;
      if (!fits(row)) continue;
      inVain = 0;
      found++;
      fitting.push(row);
    }
    await give(fitting);
    if (inVain >= mostInVain) throw tooRare(options, found, drawn);
  }
  if (options.given.length > 0)
    note(
      context,
      options,
      `${counted(found, 'row')} of ${formatCount(drawn)} that were drawn fit what is given`,
    );
}

function tooRare({ given, rows }: Options, found: number, drawn: number): MlpError {
  const wanted = given.map(({ column, value }) => `${column}=${value}`).join(', ');
  return new MlpError(
    'usage',
    `--given ${wanted}: ${formatCount(found)} of ${formatCount(drawn)} rows that were drawn fit it, none of the last ` +
      `million, and ${formatCount(rows)} are wanted; ask for fewer, or give less`,
  );
}

/** Output that --json and --format ask for together. */
function outputOf({ json, format, out, force }: Options): OutputOptions {
  if (json && format) throw new MlpError('usage', '--json: is --format jsonl; leave out one of the two');
  return { format: json ? 'jsonl' : format, out, force };
}

/** The form of rows, whose values are printed as in the data. */
async function formFor(
  columns: readonly GeneratedColumn[],
  cells: CellSettings,
  options: Options,
): Promise<RowForm<GeneratedValue>> {
  const names = columns.map(({ name }) => name);
  const printers = columns.map(printer);
  const printed = (row: readonly GeneratedValue[]) => row.map((value, i) => printers[i](value));
  const format = formatOf(outputOf(options));
  if (format !== 'csv' && options.safe) throw notForJson(format === 'parquet' ? 'Parquet' : undefined);
  if (format === 'csv') return csvForm(columns, cells, printed, options.safe ? safeText : (text) => text);
  if (format === 'jsonl') return textForm('', (row) => `${objectText(names, printed(row))}\n`);
  const kinds = new Map(columns.map((column) => [column.name, kindOf(column)]));
  return parquetForm([], { columns: names, kinds });
}

/** Lines of CSV in which a missing value is as the data have it: empty, or the first text that stands for one. */
function csvForm(
  columns: readonly GeneratedColumn[],
  cells: CellSettings,
  printed: (row: readonly GeneratedValue[]) => GeneratedValue[],
  textOf: (text: string) => string,
): RowForm<GeneratedValue> {
  const missing = columns.map(({ name }) => {
    const { missing_values: texts = [''] } = cellFormat(cells, name);
    return texts.includes('') ? '' : (texts[0] ?? '');
  });
  const line = (fields: readonly string[]) => `${formatRecord(fields.map(textOf))}\n`;
  return textForm(line(columns.map(({ name }) => name)), (row) =>
    line(printed(row).map((value, i) => String(value ?? missing[i]))),
  );
}
