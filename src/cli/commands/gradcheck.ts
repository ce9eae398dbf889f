import { dirname } from 'node:path';
import { type Command, Option } from 'commander';
import { loadConfig } from '../../config/index.js';
import { exitCodes } from '../../errors.js';
import { loadModel } from '../../model/model.js';
import { fillNetwork } from '../../model/tensors.js';
import type { ElementCheck, GradcheckOptions, TensorCheck } from '../../nn/gradcheck.js';
import type { Network } from '../../nn/network.js';
import { ownSplits } from '../../run/own_splits.js';
import { checkGradients, type GradientCheck } from '../../training/check_gradients.js';
import { type Prepared, prepare } from '../../training/prepare.js';
import { isModel, refuseConfigOptions } from '../config_or_model.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { addOptions, integer, number, overrides, type SharedOptions } from '../options.js';
import { formatCount, formatNumber, plural } from '../render/number.js';
import { table } from '../render/table.js';
import { tell } from '../say.js';

interface Options extends SharedOptions {
  readonly eps: number;
  readonly atol: number;
  readonly rtol: number;
  readonly method: GradcheckOptions['method'];
  readonly rows: number;
}

const tiny = Number.MIN_VALUE;

export function define(command: Command, context: Context): void {
  addOptions(command, 'set', 'seed', 'json', 'threads', 'backend')
    .description(
      'Compare the gradient by backpropagation with a numeric one, element by element, for every trainable tensor and ' +
        'for the inputs x: of a config at its initial weights, or of a trained model. Passes where |a − n| ≤ atol + rtol·|n|.',
    )
    .argument('<config|model>', 'a config, or a run directory or model file')
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
    .action((path: string, options: Options) => run(path, options, command, context));
  addExamples(
    command,
    'mlp gradcheck configs/iris.json',
    'mlp gradcheck configs/iris.json --set layers.0.activation=tanh --rows 4',
    'mlp gradcheck runs/iris --method forward',
  );
}

async function run(path: string, options: Options, command: Command, context: Context): Promise<void> {
  const file = pathFrom(context, path);
  const { prepared, initialize } = isModel(file)
    ? await fromModel(file, command, context)
    : await fromConfig(file, options, context);
  const { eps: epsilon, rows } = options;
  const seconds = () => performance.now() / 1000;
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
    options.json ? `${JSON.stringify(result, null, 2)}\n` : describe(result, context),
  );
  if (result.passed) return;
  context.exitCode = exitCodes.check_failed;
  const broken = result.tensors.filter(({ mismatches }) => mismatches > 0).map(({ name }) => name);
  tell(context, `the gradients differ in ${broken.join(', ')}`, 'error');
}

interface Subject {
  readonly prepared: Prepared;
  readonly initialize?: (network: Network) => void;
}

async function fromModel(file: string, command: Command, { stdin }: Context): Promise<Subject> {
  refuseConfigOptions(command);
  const model = loadModel(file);
  const prepared = await ownSplits(file, model, stdin);
  return { prepared, initialize: (network) => fillNetwork(network, model.tensors) };
}

async function fromConfig(file: string, options: Options, { stdin }: Context): Promise<Subject> {
  const config = loadConfig(file, { set: options.set, overrides: overrides(options) });
  return { prepared: await prepare(config, { directory: dirname(file), stdin }) };
}

/** A row per tensor, the worst element in full, and what each gradient cost. */
function describe(
  { tensors, rows, parameters, forwardPasses, seconds }: GradientCheck,
  context: Context,
): string {
  const { style, stdout } = context;
  const look = { style: style.out, width: stdout.columns };
  const verdict = ({ mismatches }: TensorCheck) =>
    mismatches === 0 ? style.out.green('ok') : style.out.red(`${formatCount(mismatches)} differ`);
  const perTensor = tensors.map((tensor) => [
    tensor.name,
    tensor.shape.join(' × '),
    tensor.checked,
    tensor.kinks.length,
    tensor.worst ? tensor.worst.error.toExponential(1) : '-',
    verdict(tensor),
  ]);
  const text = [
    table(['tensor', 'shape', 'elements', 'kinks', 'error / tolerance', 'result'], perTensor, look),
  ];

  const worst = tensors.flatMap((tensor) => (tensor.worst ? [{ tensor, element: tensor.worst }] : []));
  worst.sort((a, b) => b.element.error - a.element.error);
  if (worst.length > 0) text.push(`worst: ${place(worst[0].tensor, worst[0].element)}\n`);
  for (const tensor of tensors)
    for (const element of tensor.kinks.slice(0, shownKinks)) text.push(`kink:  ${place(tensor, element)}\n`);

  const ratio = seconds.numeric / seconds.backpropagation;
  text.push(
    `${plural(rows, 'row')}, ${plural(parameters, 'parameter')}: backpropagation took 1 forward and 1 backward pass, ` +
      `${formatNumber(seconds.backpropagation)} s; the numeric gradient ${formatCount(forwardPasses)} forward passes, ` +
      `${formatNumber(seconds.numeric)} s: ${formatCount(Math.round(ratio))} times as long\n`,
  );
  return text.join('');
}

/** Of each tensor; JSON has them all. */
const shownKinks = 3;

/** `layers.0.weight[2, 1]: backpropagation 0.123, numeric 0.124, error / tolerance 3.4` */
function place({ name, shape }: TensorCheck, { index, analytic, numeric, error }: ElementCheck): string {
  const columns = shape.length === 2 ? shape[1] : 1;
  const at = shape.length === 2 ? `${Math.floor(index / columns)}, ${index % columns}` : index;
  return `${name}[${at}]: backpropagation ${analytic}, numeric ${numeric}, error / tolerance ${error.toExponential(1)}`;
}
