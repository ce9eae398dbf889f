import { Activate } from './layers/activation.js';
import type { Layer, LayerConfig, Pass } from './layers/index.js';
import { Residual } from './layers/residual.js';
import { Sequential } from './layers/sequential.js';
import { lossLoops } from './losses/loops.js';
import type { Network } from './network.js';

/** A parameter or a running statistic of a module. */
export interface TracedTensor {
  /** Without the module's name: `weight`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** ∂L/∂tensor; null where nothing asks for it: a frozen parameter, a running statistic. */
  readonly gradient: Float64Array | null;
}

/** What one module does to one sample on its way there and back. */
export interface TracedModule {
  /** As in the names of its tensors; a dense layer is two modules of one name. */
  readonly name: string;
  /** `affine`, an activation, a type of layer, a loss; a residual block begins with a `fork` and ends in a `sum`. */
  readonly kind: string;
  readonly input: Float64Array;
  readonly output: Float64Array;
  /** The global derivative that comes in, ∂L/∂output. */
  readonly incoming: Float64Array;
  /** The one that goes out, ∂L/∂input: for a sum, to each of its two inputs. */
  readonly outgoing: Float64Array;
  /** Of a fork: what came in on the path through the block, and on that around it; incoming is their sum. */
  readonly paths?: readonly [through: Float64Array, around: Float64Array];
  readonly tensors: readonly TracedTensor[];
}

export interface Trace {
  /** In the order of the forward pass; the last is the loss, whose output is L. */
  readonly modules: readonly TracedModule[];
  readonly target: Float64Array;
  /** The head's activation and the loss go back in one piece: what goes out of the activation is exact, also where what comes in is not. */
  readonly fused: boolean;
}

type Config = LayerConfig & {
  readonly activation?: { readonly type: string };
  readonly layers?: readonly Config[];
};

/** What a module gave, and what takes the derivative back through it. */
interface Step {
  readonly output: Float64Array;
  /** ∂L/∂input from ∂L/∂output. */
  pullBack(incoming: Float64Array): Float64Array;
}

type Entry = { -readonly [Key in keyof TracedModule]: TracedModule[Key] };

const none = new Float64Array(0);

/**
 * Sends the first row of the network's x forward and the derivative of its loss L back, module by module: L is that row's
 * own, without penalties. Each module computes what it computes in the network, to the bit. The network has to be
 * allocated on the plain backend, whose modules take any memory.
 */
export function trace(network: Network, pass: Pass): Trace {
  const modules: Entry[] = [];
  const record = (name: string, kind: string, input: Float64Array, output: Float64Array): Entry => {
    const entry: Entry = { name, kind, input, output, incoming: none, outgoing: none, tensors: [] };
    modules.push(entry);
    return entry;
  };

  const single = (layer: Layer, name: string, kind: string, input: Float64Array): Step => {
    const output = new Float64Array(layer.outputs);
    layer.forward(input, output, 1, pass);
    const entry = record(name, kind, input, output);
    return {
      output,
      pullBack(incoming) {
        const outgoing = new Float64Array(layer.inputs);
        layer.backward(input, output, incoming, outgoing, 1, pass);
        const tensors = layer instanceof Activate ? [] : tensorsOf(network, name);
        Object.assign(entry, { incoming, outgoing, tensors });
        return outgoing;
      },
    };
  };

  // y = x + f(x): x takes two paths, which a fork parts and a sum joins.
  const block = (layer: Residual, configs: readonly Config[], name: string, input: Float64Array): Step => {
    const fork = record(name, 'fork', input, input);
    const inside = stack(layer.inner.layers, configs, `${name}.`, input);
    const output = inside.output.map((value, i) => input[i] + value);
    const sum = record(name, 'sum', inside.output, output);
    return {
      output,
      pullBack(incoming) {
        Object.assign(sum, { incoming, outgoing: incoming });
        const through = inside.pullBack(incoming);
        const outgoing = through.map((value, i) => value + incoming[i]);
        Object.assign(fork, { incoming: outgoing, outgoing, paths: [through, incoming] });
        return outgoing;
      },
    };
  };

  const step = (layer: Layer, config: Config, name: string, input: Float64Array): Step => {
    if (layer instanceof Residual) return block(layer, config.layers!, name, input);
    const kind = layer instanceof Activate ? config.activation!.type : config.type;
    if (config.type !== 'dense') return single(layer, name, kind, input);
    if (!(layer instanceof Sequential)) return single(layer, name, 'affine', input);
    const [affine, activate] = layer.layers;
    return chain([
      (x) => single(affine, name, 'affine', x),
      (x) => single(activate, name, config.activation!.type, x),
    ])(input);
  };

  const stack = (
    layers: readonly Layer[],
    configs: readonly Config[],
    prefix: string,
    input: Float64Array,
  ): Step =>
    chain(layers.map((layer, i) => (x) => step(layer, configs[i], `${prefix}layers.${i}`, x)))(input);

  const { config, layers, inputs, outputs } = network;
  const hidden = stack(layers, config.layers, '', network.x.slice(0, inputs));
  const affine = single(network.stack.layers.at(-1)!, 'head', 'affine', hidden.output);
  const target = network.t.slice(0, outputs);
  hidden.pullBack(affine.pullBack(headAndLoss(network, affine.output, target, record)));
  return { modules, target, fused: network.lossLoops.isFused && network.activate !== null };
}

/** The head's activation and the loss; returns ∂L/∂a. */
function headAndLoss(
  { activate, lossLoops: headLoss, layout, config: { head } }: Network,
  a: Float64Array,
  t: Float64Array,
  record: (name: string, kind: string, input: Float64Array, output: Float64Array) => Entry,
): Float64Array {
  const columns = a.length;
  const y = activate ? new Float64Array(columns) : a;
  activate?.forward(a, y, 1);
  const last = activate && record('head', head.activation.type, a, y);

  const one = Float64Array.of(1);
  const value = new Float64Array(1);
  const dy = new Float64Array(columns);
  const da = activate ? new Float64Array(columns) : dy;
  headLoss.forward({ a, y, t, losses: value }, 1, columns);
  lossLoops(layout.kernels, head.loss).backward({ a, y, t, scale: one, gradient: dy }, 1, columns);
  if (headLoss.isFused) headLoss.backward({ a, y, t, scale: one, gradient: da }, 1, columns);
  else activate?.backward(a, y, dy, da, 1);

  Object.assign(record('loss', head.loss.type, y, value), { incoming: one, outgoing: dy });
  if (last) Object.assign(last, { incoming: dy, outgoing: da });
  return da;
}

/** Steps one after the other, as one. */
const chain =
  (steps: readonly ((input: Float64Array) => Step)[]) =>
  (input: Float64Array): Step => {
    const taken: Step[] = [];
    let output = input;
    for (const take of steps) {
      taken.push(take(output));
      output = taken.at(-1)!.output;
    }
    return {
      output,
      pullBack: (incoming) => taken.reduceRight((derivative, step) => step.pullBack(derivative), incoming),
    };
  };

function tensorsOf({ layout }: Network, name: string): TracedTensor[] {
  const short = (tensor: { readonly name: string }) => tensor.name.slice(name.length + 1);
  const own = (tensor: { readonly name: string }) =>
    tensor.name.startsWith(`${name}.`) && !short(tensor).includes('.');
  return [
    ...layout.parameters.filter(own).map((parameter) => ({
      name: short(parameter),
      shape: parameter.shape,
      values: parameter.view.slice(),
      gradient: parameter.trainable ? parameter.gradient.view.slice() : null,
    })),
    ...layout.statistics.filter(own).map((statistic) => ({
      name: short(statistic),
      shape: statistic.shape,
      values: statistic.view.slice(),
      gradient: null,
    })),
  ];
}
