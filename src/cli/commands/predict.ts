import { type Command, Option } from 'commander';
import { formatRecord } from '../../data/csv/format.js';
import { type Chunk, encodeStream } from '../../data/stream.js';
import { MlpError } from '../../errors.js';
import { loadModel } from '../../model/model.js';
import { createPredictor, type Predictor, type Value } from '../../model/predictor.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { addOptions, integer, number, type SharedOptions } from '../options.js';
import { tell } from '../say.js';
import { dataSource } from '../source.js';

interface Options extends Pick<SharedOptions, 'threads' | 'backend'> {
  readonly format: 'csv' | 'jsonl';
  readonly keep: readonly string[];
  readonly topK?: number;
  readonly threshold?: number;
  readonly layer?: number;
}

export function define(command: Command, context: Context): void {
  addOptions(command, 'threads', 'backend')
    .description(
      'Print a prediction for each row of DATA, in order, as it comes in. Columns are matched by name; the target is not ' +
        'needed. Columns of the output: prediction, then p_<class> for classes; prediction_<target> for several targets.',
    )
    .argument('<model>', 'a run directory or a model file')
    .argument('[data]', 'a CSV file, or - for stdin (the default where something is piped in)')
    .addOption(new Option('--format <format>', 'of the output').choices(['csv', 'jsonl']).default('csv'))
    .addOption(
      new Option('--keep <columns>', 'columns of DATA to print first, as they are: id,name')
        .argParser((text) => text.split(','))
        .default([], 'none'),
    )
    .addOption(
      new Option('--top-k <k>', 'the k most probable classes: prediction_1, p_1, prediction_2 …').argParser(
        integer(1, 2 ** 31),
      ),
    )
    .addOption(
      new Option(
        '--threshold <p>',
        'predict the second of two classes, or a label, from this probability on',
      ).argParser(number(0, 1)),
    )
    .addOption(
      new Option(
        '--layer <i>',
        'print the output of layers[i] (h1, h2 …) in the place of predictions: the code of an autoencoder, say',
      ).argParser(integer(0, 2 ** 31)),
    )
    .action((model: string, data: string | undefined, options: Options) =>
      run(model, data, options, context),
    );
  addExamples(
    command,
    'mlp predict runs/iris datasets/iris.csv',
    'mlp predict runs/iris datasets/iris.csv --keep species --top-k 2',
    'head -2 datasets/iris.csv | mlp predict runs/iris --format jsonl',
  );
}

async function run(
  path: string,
  data: string | undefined,
  options: Options,
  context: Context,
): Promise<void> {
  const source = dataSource(data, context);
  const model = loadModel(pathFrom(context, path));
  const predictor = createPredictor(model, options, { kernels: kernelsFor(options, context) });
  const { keep, format } = options;
  const columns = [...keep, ...predictor.columns];
  const twice = columns.find((name, i) => columns.indexOf(name) < i);
  if (twice !== undefined)
    throw new MlpError('usage', `--keep ${keep.join(',')}: the output would have two columns ${twice}`);
  const line = format === 'csv' ? csvLine : (values: readonly (Value | null)[]) => jsonLine(columns, values);
  const warn = (message: string) => tell(context, message, 'warning');
  let started = false;
  for await (const chunk of encodeStream(source, model.preprocessing, { target: 'ignore', keep, warn })) {
    if (!started && format === 'csv') await write(context.stdout, `${formatRecord(columns)}\n`);
    started = true;
    for (const text of answers(chunk, predictor, line)) await write(context.stdout, text);
  }
}

/** The chunk's lines, in pieces. A row that a missing value has cost its answer has empty fields. */
function* answers(
  { rows, x, kept, skipped }: Chunk,
  { predict, atOnce, columns }: Predictor,
  line: (values: readonly (Value | null)[]) => string,
): Generator<string> {
  const none = columns.map(() => null);
  for (let from = 0; from < rows; from += atOnce) {
    const count = Math.min(atOnce, rows - from);
    const values = predict(x, from, count);
    yield values.map((row, i) => line([...kept[from + i], ...(skipped?.[from + i] ? none : row)])).join('');
  }
}

const csvLine = (values: readonly (Value | null)[]) =>
  `${formatRecord(values.map((value) => (value === null ? '' : String(value))))}\n`;

const jsonLine = (columns: readonly string[], values: readonly (Value | null)[]) =>
  `${JSON.stringify(Object.fromEntries(columns.map((name, i) => [name, values[i]])))}\n`;
