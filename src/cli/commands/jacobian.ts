import type { Command } from 'commander';
import { isIndex } from '../../data/preprocessing/index.js';
import { printable } from '../../files/excerpt.js';
import { createJacobian } from '../../model/jacobian.js';
import { loadModel } from '../../model/load_model.js';
import { readingAs } from '../../model/reading.js';
import { shortList } from '../../short_list.js';
import { type AnswerOptions, addAnswerOptions, answerRows } from '../answer_rows.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { note } from '../messages.js';
import { addOptions, type SharedOptions } from '../options.js';
import { addReadingOption, type ReadingOptions } from '../reading_option.js';
import { dataHelp, dataSource } from '../source.js';

interface Options
  extends AnswerOptions,
    ReadingOptions,
    Pick<SharedOptions, 'threads' | 'backend' | 'inputFormat' | 'sql' | 'database'> {}

export function define(command: Command, context: Context): void {
  addReadingOption(
    addAnswerOptions(addOptions(command, 'threads', 'backend', 'inputFormat', 'sql', 'database')),
  )
    .description(
      'Print, for each row of DATA as it comes in, the derivative of every output that predict prints with ' +
        "respect to every input, in the columns' own units: dp_<class>/d<column>, dprediction/d<column>. Each " +
        '0/1 indicator of a category is an input of its own: <column>=<category>; one that is embedded has none.',
    )
    .argument('<model>', 'a run directory or a model file')
    .argument('[data...]', dataHelp)
    .action((path: string, data: readonly string[], options: Options) => {
      const source = dataSource(data, options, context);
      const model = readingAs(loadModel(pathFrom(context, path)), options.set);
      const indices = model.preprocessing.features
        .filter(isIndex)
        .map((feature) => ('name' in feature ? feature.name : ''));
      if (indices.length > 0)
        note(
          context,
          {},
          `no derivative by ${shortList(indices.map(printable), 5)}, which the network has vectors for: what another ` +
            'category does, predict says',
        );
      const jacobian = createJacobian(model, { kernels: kernelsFor(options, context) });
      return answerRows(source, jacobian, options, context);
    });
  addExamples(
    command,
    'mlp jacobian runs/iris datasets/iris.csv --keep species',
    'head -2 datasets/iris.csv | mlp jacobian runs/iris --format jsonl',
  );
}
