import { type Command, InvalidArgumentError, Option } from 'commander';
import { expectation } from '../../config/expectation.js';
import { formatRecord } from '../../data/csv/format.js';
import { generateTable } from '../../data/generators/generate.js';
import { type GeneratorName, generators } from '../../data/generators/index.js';
import { type GeneratorConfig, generatorSchema } from '../../data/generators/schema.js';
import { decimal } from '../../data/numbers/decimal.js';
import type { NumberColumn, Table } from '../../data/table/table.js';
import { didYouMean, MlpError } from '../../errors.js';
import * as z from '../../zod.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { write } from '../io.js';
import { addOptions, type SharedOptions } from '../options.js';
import { table as formatTable } from '../render/table.js';

export function define(command: Command, context: Context): void {
  command
    .description(
      'Print synthetic data as CSV; without a name, list what there is. Each has options of its own: mlp ' +
        'generate NAME --help',
    )
    .usage('[name] [options]')
    .argument('[name]')
    .action((name?: string) => {
      if (name === undefined) return write(context.stdout, list(context));
      const names = Object.keys(generators);
      const hint = didYouMean(name, names) || `; there are ${names.join(', ')}`;
      throw new MlpError('usage', `unknown generator ${JSON.stringify(name)}${hint}`);
    });
  addExamples(
    command,
    'mlp generate',
    'mlp generate spiral --rows 500 --noise 0.1 > spiral.csv',
    'mlp generate xor_clusters --seed 7 | head -3',
  );
  for (const name of Object.keys(generators) as GeneratorName[]) defineGenerator(command, name, context);
}

function list({ style, stdout }: Context): string {
  const rows = Object.entries(generators).map(([name, { summary, target }]) => [name, target, summary]);
  return formatTable(['name', 'target', 'data'], rows, { style: style.out, width: stdout.columns });
}

/** Defines `mlp generate NAME`, whose options are the fields that a config may give the generator. */
function defineGenerator(parent: Command, name: GeneratorName, { stdout }: Context): void {
  const { summary } = generators[name];
  const command = parent.command(name).summary(summary).description(`Print ${summary}, as CSV.`);
  const { generator: _, ...fields } = generatorSchema.options.find(
    ({ shape }) => shape.generator.value === name,
  )!.shape;
  for (const [key, schema] of Object.entries<z.ZodType>(fields)) command.addOption(fieldOption(key, schema));
  addOptions(command, 'seed').action(async ({ seed = 0, ...values }: Pick<SharedOptions, 'seed'>) => {
    const config = { generator: name, ...values } as GeneratorConfig;
    for (const text of csv(generate(config, seed))) await write(stdout, text);
  });
  addExamples(command, `mlp generate ${name} --rows 200 --seed 1 > ${name}.csv`);
}

/** Generates the table; an error of the config becomes one of the flag that set the value. */
function generate(config: GeneratorConfig, seed: number): Table {
  try {
    return generateTable(config, seed);
  } catch (error) {
    if (!(error instanceof MlpError && error.failure === 'config')) throw error;
    throw new MlpError('usage', error.message.replace('data.train.', '--'), { cause: error });
  }
}

/** The flag for one field of a generator's schema; the schema validates its value. */
function fieldOption(key: string, schema: z.ZodType): Option {
  const { type, description, default: value } = z.toJSONSchema(schema, { io: 'input' });
  const isNumber = type === 'number' || type === 'integer';
  const option = new Option(`--${key.replaceAll('_', '-')} <${isNumber ? 'n' : 'text'}>`, description);
  return option.default(value).argParser((text: string) => {
    const result = schema.safeParse(isNumber ? decimal(text) : text, { error: expectation });
    if (result.success) return result.data;
    throw new InvalidArgumentError(`Expected ${result.error.issues[0].message}.`);
  });
}

/** Rows in one piece of text. */
const rowsAtOnce = 1000;

/** Yields the table as CSV, in pieces. Reading it again gives the same numbers to the bit. */
function* csv({ rows, columns }: Table): Generator<string> {
  const vectors = [...columns.values()].map((column) => (column as NumberColumn).values);
  yield `${formatRecord([...columns.keys()])}\n`;
  for (let from = 0; from < rows; from += rowsAtOnce) {
    let text = '';
    for (let i = from; i < Math.min(from + rowsAtOnce, rows); i++)
      text += `${formatRecord(vectors.map((values) => formatExact(values.at(i))))}\n`;
    yield text;
  }
}

/** The shortest decimal number that is this double; −0 keeps its sign. */
const formatExact = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
