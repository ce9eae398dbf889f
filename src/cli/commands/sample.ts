import { type Command, InvalidArgumentError, Option } from 'commander';
import { formatRecord } from '../../data/csv/format.js';
import { safeText } from '../../data/csv/safe_text.js';
import { type CellSettings, cellFormat } from '../../data/table/cells.js';
import { type GeneratedColumn, type GeneratedValue, printer } from '../../data/targets/generation/index.js';
import { MlpError } from '../../errors.js';
import { counted, formatCount } from '../../format_count.js';
import { notForJson } from '../../model/answer_lines.js';
import { type Condition, conditionTest } from '../../model/conditions.js';
import { loadModel } from '../../model/load_model.js';
import { createSampler } from '../../model/sampler.js';
import { safeOption } from '../answer_rows.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { note } from '../messages.js';
import { addOptions, integer, type SharedOptions } from '../options.js';

interface Options extends Pick<SharedOptions, 'seed' | 'json' | 'quiet' | 'threads' | 'backend'> {
  readonly rows: number;
  readonly safe?: boolean;
  readonly given: readonly Condition[];
}

export function define(command: Command, context: Context): void {
  addOptions(command, 'seed', 'json', 'quiet', 'threads', 'backend')
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
  if (options.json && options.safe) throw notForJson();
  const textOf = options.safe ? safeText : (text: string) => text;
  const line = options.json ? jsonLine(columns) : csvLine(columns, cells, textOf);
  if (!options.json) await write(context.stdout, `${formatRecord(sampler.columns.map(textOf))}\n`);
  const draw = sampler.begin(options.seed ?? 0);
  let [found, drawn, inVain] = [0, 0, 0];
  while (found < options.rows) {
    const rows = draw(options.given.length > 0 ? batch : Math.min(batch, options.rows - found));
    let text = '';
    for (const row of rows) {
      if (found === options.rows) break;
      drawn++;
      inVain++;
      if (!fits(row)) continue;
      inVain = 0;
      found++;
      text += line(row);
    }
    if (text !== '') await write(context.stdout, text);
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

/** Lines of CSV in which a missing value is as the data have it: empty, or the first text that stands for one. */
function csvLine(columns: readonly GeneratedColumn[], cells: CellSettings, textOf: (text: string) => string) {
  const missing = columns.map(({ name }) => {
    const { missing_values: texts = [''] } = cellFormat(cells, name);
    return texts.includes('') ? '' : (texts[0] ?? '');
  });
  const printers = columns.map(printer);
  return (row: readonly GeneratedValue[]) =>
    `${formatRecord(row.map((value, i) => textOf(String(printers[i](value) ?? missing[i]))))}\n`;
}

function jsonLine(columns: readonly GeneratedColumn[]) {
  const printers = columns.map(printer);
  return (row: readonly GeneratedValue[]) =>
    `${JSON.stringify(Object.fromEntries(row.map((value, i) => [columns[i].name, printers[i](value)])))}\n`;
}
