import { dirname } from 'node:path';
import { type Command, Option } from 'commander';
import { trace } from '../../nn/graph/trace/index.js';
import { configSubject, modelSubject, type Subject, takeRow, takeRowOf } from '../../run/sample.js';
import { evaluationPass } from '../../training/passes.js';
import { readConfig } from '../config_file.js';
import { isModel, optionsForModel } from '../config_or_model.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { warn } from '../messages.js';
import { addOptions, integer, type SharedOptions } from '../options.js';
import { traceJson, traceTables } from '../render/trace.js';
import { wrap } from '../render/wrap.js';
import { dataHelp, dataSource, hasData } from '../source.js';

interface Options extends Pick<SharedOptions, 'set' | 'seed' | 'json' | 'inputFormat' | 'sql' | 'database'> {
  readonly row: number;
}

export function define(command: Command, context: Context): void {
  addOptions(command, 'set', 'seed', 'json', 'inputFormat', 'sql', 'database')
    .description(
      'Send one sample through a network and the derivative of its loss back, module by module: values, the global ' +
        'derivative that comes in (∂L/∂output) and that goes out (∂L/∂input), and the gradients of the parameters. ' +
        'In evaluation mode: nothing is dropped, no noise is added; penalties are left out.',
    )
    .argument('<config|model>', 'a config, at its initial weights, or a run directory or model file')
    .argument('[data...]', `${dataHelp}; else its own training data`)
    .addOption(new Option('--row <n>', 'which row, 1 is the first').argParser(integer(1, 2 ** 31)).default(1))
    .action((path: string, data: readonly string[], options: Options) =>
      run(path, data, options, command, context),
    );
  addExamples(
    command,
    'mlp trace configs/iris.json',
    'mlp trace runs/iris datasets/iris.csv --row 51',
    'mlp trace configs/iris.json --set layers.0.units=2 --row 3 --json',
  );
}

async function run(
  path: string,
  data: readonly string[],
  options: Options,
  command: Command,
  context: Context,
): Promise<void> {
  const { stdout } = context;
  const file = pathFrom(context, path);
  const trained = isModel(file);
  const subject = trained
    ? fromModel(file, options, command, context)
    : await fromConfig(file, options, context);
  const onWarning = (message: string) => warn(context, message);
  const { row } = options;
  const isOther = await hasData(data, options, context);
  const source = isOther ? dataSource(data, options, context) : null;
  if (source) await takeRowOf(subject, source, row, { warn: onWarning });
  else {
    const { train, warnings } = await subject.data();
    for (const text of warnings) onWarning(text);
    takeRow(subject, train, row);
  }
  const traced = trace(subject.network, evaluationPass);
  const title =
    `row ${row} of ${source?.name ?? 'the training split'}, at the ` +
    `${trained ? 'trained' : 'initial'} weights`;
  const text = options.json
    ? `${JSON.stringify({ row, ...traceJson(traced) }, null, 2)}\n`
    : `${wrap(title, stdout.columns)}\n\n${traceTables(traced, context)}`;
  await write(stdout, text);
}

const fromModel = (file: string, options: Options, command: Command, { stdin }: Context): Subject =>
  modelSubject(file, { stdin, set: optionsForModel(command, options), command: 'trace' });

const fromConfig = (file: string, options: Options, context: Context): Promise<Subject> =>
  configSubject(readConfig(file, options, context), { directory: dirname(file), stdin: context.stdin });
