import { dirname } from 'node:path';
import { type Command, Option } from 'commander';
import { exitCodes, MlpError } from '../../errors.js';
import { loadModel } from '../../model/load_model.js';
import { readingAs } from '../../model/reading.js';
import { fillNetwork } from '../../model/tensors.js';
import type { GradcheckOptions } from '../../nn/gradcheck/gradcheck.js';
import type { Network } from '../../nn/network.js';
import { loadRunSplits } from '../../run/run_splits.js';
import { checkGradients } from '../../training/checking/check_gradients.js';
import { gradientCosts } from '../../training/checking/gradient_costs.js';
import { prepare } from '../../training/prepare.js';
import { readConfig } from '../config_file.js';
import { isModel, optionsForModel } from '../config_or_model.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { printError, warn } from '../messages.js';
import { addOptions, integer, number, type SharedOptions } from '../options.js';
import { costText } from '../render/cost.js';
import { gradcheckText, undecidedText } from '../render/gradcheck.js';

interface Options extends SharedOptions {
  readonly eps: number;
  readonly atol: number;
  readonly rtol: number;
  readonly method: GradcheckOptions['method'];
  readonly rows: number;
  readonly cost?: boolean;
}

const tiny = Number.MIN_VALUE;

const seconds = () => performance.now() / 1000;

export function define(command: Command, context: Context): void {
  addOptions(command, 'set', 'seed', 'json', 'threads', 'backend')
    .description(
      'Compare the gradient by backpropagation with a numeric one, element by element, for every trainable ' +
        'tensor and for the inputs x: of a config at its initial weights, or of a trained model. ' +
        'Passes where |a − n| ≤ atol + rtol·|n| + the rounding of the difference itself; elements that it drowns ' +
        'are counted as undecidable.',
    )
    .argument('[config|model]', 'a config, or a run directory or model file')
    .addOption(new Option('--eps <e>', 'step of the numeric gradient').argParser(number(tiny)).default(1e-6))
    .addOption(new Option('--atol <a>', 'absolute tolerance').argParser(number(0)).default(1e-5))
    .addOption(new Option('--rtol <r>', 'relative tolerance').argParser(number(0)).default(1e-3))
    .addOption(
      new Option('--method <method>', 'central: (f(w + ε) − f(w − ε)) / 2ε, forward: (f(w + ε) − f(w)) / ε')
        .choices(['central', 'forward'])
        .default('central'),
    )
    .addOption(
      new Option('--rows <n>', 'rows of the training data to check with')
        .argParser(integer(1, 2 ** 31))
        .default(16),
    )
    .option(
      '--cost',
      'measure what both gradients cost, on networks of growing size that are its own, in the place of a check',
    )
    .action((path: string | undefined, options: Options) =>
      options.cost ? measure(path, options, command, context) : run(path, options, command, context),
    );
  addExamples(
    command,
    'mlp gradcheck configs/iris.json',
    'mlp gradcheck configs/iris.json --set layers.0.activation=tanh --rows 4',
    'mlp gradcheck runs/iris --method forward',
    'mlp gradcheck --cost',
  );
}

async function run(
  path: string | undefined,
  options: Options,
  command: Command,
  context: Context,
): Promise<void> {
  if (path === undefined)
    throw new MlpError('usage', 'nothing to check: name a config or a model (or measure with --cost)');
  const file = pathFrom(context, path);
  const { prepared, initialize } = isModel(file)
    ? await fromModel(file, options, command, context)
    : await fromConfig(file, options, context);
  const { eps: epsilon, rows } = options;
  const result = checkGradients(
    prepared,
    rows,
    { ...options, epsilon },
    seconds,
    initialize,
    kernelsFor(options, context),
  );
  await write(
    context.stdout,
    options.json ? `${JSON.stringify(result, null, 2)}\n` : gradcheckText(result, context),
  );
  const undecided = undecidedText(result, epsilon);
  if (undecided) warn(context, undecided);
  if (result.passed) return;
  context.exitCode = exitCodes.check_failed;
  const broken = result.tensors.filter(({ mismatches }) => mismatches > 0).map(({ name }) => name);
  printError(context, `the gradients differ in ${broken.join(', ')}`);
}

function measure(path: string | undefined, options: Options, command: Command, context: Context) {
  if (path !== undefined)
    throw new MlpError('usage', `--cost: measures networks of its own; leave out ${path}`);
  for (const name of ['set', 'atol', 'rtol'])
    if (command.getOptionValueSource(name) === 'cli')
      throw new MlpError(
        'usage',
        `--cost: measures networks of its own and checks nothing; leave out --${name}`,
      );
  // One thread, so that gradients too small to be shared among threads are measured under the same conditions as
  // others.
  const { eps: epsilon, rows, method, seed = 0, json, threads = 1 } = options;
  const costs = gradientCosts({ epsilon, rows, method, seed, widths: costWidths }, seconds, () =>
    kernelsFor({ ...options, threads }, context),
  );
  return write(context.stdout, json ? `${JSON.stringify(costs, null, 2)}\n` : costText(costs, context));
}

/** Hidden widths from 91 parameters to 18,721, each network about four times as large as the one before. */
const costWidths = [6, 12, 24, 48, 96];

interface Subject {
  readonly prepared: Parameters<typeof checkGradients>[0];
  readonly initialize?: (network: Network) => void;
}

async function fromModel(
  file: string,
  options: Options,
  command: Command,
  { stdin }: Context,
): Promise<Subject> {
  const set = optionsForModel(command, options);
  const model = readingAs(loadModel(file), set);
  const prepared = await loadRunSplits(file, model, { stdin, set });
  const branches = model.summary.members?.length;
  return {
    prepared: { ...prepared, branches },
    initialize: (network) => fillNetwork(network, model.tensors),
  };
}

async function fromConfig(file: string, options: Options, context: Context): Promise<Subject> {
  const config = readConfig(file, options, context);
  return { prepared: await prepare(config, { directory: dirname(file), stdin: context.stdin }) };
}
