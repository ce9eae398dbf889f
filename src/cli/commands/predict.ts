import { type Command, Option } from 'commander';
import { formatRecord } from '../../data/csv/format.js';
import { type Chunk, encodeStream } from '../../data/stream.js';
import { MlpError } from '../../errors.js';
import type { PredictOptions, Value } from '../../model/answers.js';
import { loadModel } from '../../model/model.js';
import { createPredictor, type Predictor } from '../../model/predictor.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { addOptions, integer, number, type SharedOptions } from '../options.js';
import { tell } from '../say.js';
import { dataSource } from '../source.js';

interface Options extends PredictOptions, Pick<SharedOptions, 'threads' | 'backend'> {
  readonly format: 'csv' | 'jsonl';
  readonly keep: readonly string[];
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
    .option(
      '--layer <name>',
      'print the output of a layer (h1, h2 …) in the place of predictions, the code of an autoencoder, say: layers.1, or 1, or head',
    )
    .option(
      '--from <name>',
      'DATA is what --layer has printed, and the network goes on from that layer: decodes the codes of an autoencoder',
    )
    .option(
      '--error',
      "print how far an autoencoder's reconstruction of a row is off, in the place of it: the row's loss, whose mean eval prints",
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
  const origin = options.from === undefined ? undefined : `which predict --layer ${options.from} prints`;
  const reading = { target: 'ignore', keep, origin, warn } as const;
  for await (const chunk of encodeStream(source, predictor.preprocessing, reading)) {
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
