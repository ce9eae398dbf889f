import { type Command, Option } from 'commander';
import type { PredictOptions } from '../../model/answers.js';
import { loadModel } from '../../model/load_model.js';
import { createPredictor } from '../../model/predictor.js';
import { readingAs } from '../../model/reading.js';
import { type AnswerOptions, addAnswerOptions, answerRows } from '../answer_rows.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { note } from '../messages.js';
import { addOptions, integer, intervalOption, number, type SharedOptions } from '../options.js';
import { addReadingOption, type ReadingOptions } from '../reading_option.js';
import { dataHelp, dataSource } from '../source.js';

interface Options
  extends PredictOptions,
    AnswerOptions,
    ReadingOptions,
    Pick<SharedOptions, 'threads' | 'backend' | 'inputFormat' | 'sql' | 'database'> {}

export function define(command: Command, context: Context): void {
  addReadingOption(
    addAnswerOptions(addOptions(command, 'threads', 'backend', 'inputFormat', 'sql', 'database')),
  )
    .description(
      'Print a prediction for each row of DATA, in order, as it comes in. Columns are matched by name; the ' +
        'target is not needed. Columns of the output: prediction, then p_<class> for classes; ' +
        'prediction_<target> for several targets; then prediction_sd, where the loss is gaussian_nll.',
    )
    .argument('<model>', 'a run directory or a model file')
    .argument('[data...]', dataHelp)
    .addOption(
      new Option('--top-k <k>', 'the k most probable classes: prediction_1, p_1, prediction_2 …').argParser(
        integer(1, 2 ** 31),
      ),
    )
    .addOption(
      new Option(
        '--threshold <p>',
        'predict the second of two classes, or a label, from this probability on; with --error, mark rows ' +
          '(anomaly: 1) whose error is above what this share of the validation rows of training had: 0.99, say',
      ).argParser(number(0, 1)),
    )
    .option(
      '--layer <name>',
      'print the output of a layer (h1, h2 …) in the place of predictions, the code of an autoencoder, say: ' +
        'layers.1, or 1, or head',
    )
    .option(
      '--from <name>',
      'DATA is what --layer has printed, and the network goes on from that layer: decodes the codes of an autoencoder',
    )
    .option(
      '--error',
      "print how far an autoencoder's reconstruction of a row is off, in the place of it: the row's loss, whose " +
        'mean eval prints',
    )
    .option(
      '--spread',
      'add how far the members of an ensemble are apart: the standard deviation of each number or probability, as ' +
        'spread, or spread_<class>',
    )
    .addOption(
      intervalOption(
        'add lower and upper, between which this share of numbers lies, or for classes the set that holds the true ' +
          'one as often: 0.9, say, for a model with data.split.calibration, or of the loss gaussian_nll',
      ),
    )
    .action((model: string, data: readonly string[], options: Options) => run(model, data, options, context));
  addExamples(
    command,
    'mlp predict runs/iris datasets/iris.csv',
    'mlp predict runs/iris datasets/iris.csv --keep species --top-k 2',
    'head -2 datasets/iris.csv | mlp predict runs/iris --format jsonl',
  );
}

async function run(path: string, data: readonly string[], options: Options, context: Context): Promise<void> {
  const source = dataSource(data, options, context);
  const model = readingAs(loadModel(pathFrom(context, path)), options.set);
  const predictor = createPredictor(model, options, { kernels: kernelsFor(options, context) });
  for (const text of predictor.notes ?? []) note(context, {}, text);
  const origin = options.from === undefined ? undefined : `which predict --layer ${options.from} prints`;
  await answerRows(source, predictor, options, context, origin);
}
