import type { Command } from 'commander';
import { createJacobian } from '../../model/jacobian.js';
import { loadModel } from '../../model/model.js';
import { readingAs } from '../../model/reading.js';
import { type AnswerOptions, addAnswerOptions, answerRows } from '../answer_rows.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { addOptions, type SharedOptions } from '../options.js';
import { addReadingOption, type ReadingOptions } from '../reading_option.js';
import { dataHelp, dataSource } from '../source.js';

interface Options
  extends AnswerOptions,
    ReadingOptions,
    Pick<SharedOptions, 'threads' | 'backend' | 'inputFormat'> {}

export function define(command: Command, context: Context): void {
  addReadingOption(addAnswerOptions(addOptions(command, 'threads', 'backend', 'inputFormat')))
    .description(
      'Print, for each row of DATA as it comes in, the derivative of every output that predict prints with ' +
        "respect to every input, in the columns' own units: dp_<class>/d<column>, dprediction/d<column>. Each " +
        '0/1 indicator of a category is an input of its own: <column>=<category>.',
    )
    .argument('<model>', 'a run directory or a model file')
    .argument('[data...]', dataHelp)
    .action((path: string, data: readonly string[], options: Options) => {
      const source = dataSource(data, options, context);
      const model = readingAs(loadModel(pathFrom(context, path)), options.set);
      const jacobian = createJacobian(model, { kernels: kernelsFor(options, context) });
      return answerRows(source, jacobian, options, context);
    });
  addExamples(
    command,
    'mlp jacobian runs/iris datasets/iris.csv --keep species',
    'head -2 datasets/iris.csv | mlp jacobian runs/iris --format jsonl',
  );
}
