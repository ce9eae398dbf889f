import { MlpError } from '../errors.js';
import { formatCount } from '../format_count.js';
import type { Kernels } from '../kernels/index.js';
import type { Random } from '../random.js';
import type { Layer, LayerConfig } from './layers/layer.js';

/** A piece of memory that has been claimed: its view is there once the layout has been allocated. */
export interface Memory {
  view: Float64Array;
}

/** A named tensor of the model: what a model file holds. */
export interface Tensor extends Memory {
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
}

/** A tensor that the loss has a gradient for. */
export interface Parameter extends Tensor {
  readonly gradient: Memory;
  readonly trainable: boolean;
  /** Weights of the penalties l1·‖W‖₁ and l2/2·‖W‖². */
  readonly l1: number;
  readonly l2: number;
  /** Fills the tensor with its initial values. */
  readonly initialize: (w: Float64Array, rng: Random) => void;
}

/** A tensor of the model without a gradient, such as a running mean; every element starts at `initial`. */
export interface Statistic extends Tensor {
  readonly initial: number;
}

export type ParameterOptions = Pick<Parameter, 'initialize'> &
  Partial<Pick<Parameter, 'trainable' | 'l1' | 'l2'>>;

/** Builds a layer's inner layers: given to the layout so that a layer that contains others need not know all kinds. */
export type BuildLayer = (config: LayerConfig, inputs: number, layout: Layout) => Layer;

const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
const unallocated = new Float64Array(0);

/**
 * Where every number of a network lies. Layers first claim what they need, by shape; then everything is allocated
 * once, for the largest batch: all trainable parameters in one flat vector (the optimizer is one loop), then the
 * frozen ones, and their gradients likewise.
 */
export class Layout {
  readonly parameters: Parameter[] = [];
  readonly statistics: Statistic[] = [];
  private readonly scratch: { memory: Memory; length: (rows: number) => number }[] = [];
  private prefix = '';

  constructor(
    private readonly buildLayer: BuildLayer,
    readonly kernels: Kernels,
    /** Penalties for weights whose layer says nothing of its own. */
    readonly penalties: { readonly l1: number; readonly l2: number },
  ) {}

  /** Builds a layer under `name`: its tensors are called `name.weight` and so on. */
  layer(name: string, config: LayerConfig, inputs: number): Layer {
    return this.within(name, () => this.buildLayer(config, inputs, this));
  }

  /** The name of the layer that is being built, as a config path: `layers[2].layers[0]`. */
  get place(): string {
    return this.prefix.slice(0, -1).replace(/\.(\d+)/g, '[$1]');
  }

  within<T>(name: string, build: () => T): T {
    const outer = this.prefix;
    this.prefix = `${outer}${name}.`;
    try {
      return build();
    } finally {
      this.prefix = outer;
    }
  }

  parameter(name: string, shape: readonly number[], options: ParameterOptions): Parameter {
    const parameter: Parameter = {
      ...this.tensor(name, shape),
      gradient: { view: unallocated },
      trainable: true,
      l1: 0,
      l2: 0,
      ...options,
    };
    this.parameters.push(parameter);
    return parameter;
  }

  statistic(name: string, shape: readonly number[], initial: number): Statistic {
    const statistic = { ...this.tensor(name, shape), initial };
    this.statistics.push(statistic);
    return statistic;
  }

  /** Memory for a pass: `perRow` numbers for each row of a batch. */
  perRow(perRow: number): Memory {
    return this.forRows((rows) => perRow * rows);
  }

  /** Memory for a pass that does not grow with the batch. */
  fixed(length: number): Memory {
    return this.forRows(() => length);
  }

  /** Memory for a pass that takes so many numbers for a batch of `rows`; no fewer for more rows. */
  forRows(length: (rows: number) => number): Memory {
    const memory = { view: unallocated };
    this.scratch.push({ memory, length });
    return memory;
  }

  private tensor(name: string, shape: readonly number[]): Tensor {
    return { name: this.prefix + name, shape, size: sizeOf(shape), view: unallocated };
  }

  /** Numbers in trainable parameters, in all parameters, in statistics, and in memory for a pass of `rows`. */
  count(rows: number) {
    const size = (tensors: readonly Tensor[]) => tensors.reduce((sum, tensor) => sum + tensor.size, 0);
    return {
      trainable: size(this.parameters.filter((parameter) => parameter.trainable)),
      parameters: size(this.parameters),
      statistics: size(this.statistics),
      pass: this.scratch.reduce((sum, { length }) => sum + length(rows), 0),
    };
  }

  /** Gives everything its memory. Returns the flat vectors of all parameters and gradients, trainable ones first. */
  allocate(rows: number): { w: Float64Array; g: Float64Array } {
    const { kernels } = this;
    const { parameters: length, statistics, pass } = this.count(rows);
    const bytes = 8 * (2 * length + statistics + pass);
    const [w, g] = claim(bytes, () => [kernels.allocate(length), kernels.allocate(length)]);
    let offset = 0;
    for (const trainable of [true, false]) {
      for (const parameter of this.parameters) {
        if (parameter.trainable !== trainable) continue;
        parameter.view = w.subarray(offset, offset + parameter.size);
        parameter.gradient.view = g.subarray(offset, offset + parameter.size);
        offset += parameter.size;
      }
    }
    claim(bytes, () => {
      for (const tensor of this.statistics) tensor.view = kernels.allocate(tensor.size);
      for (const { memory, length } of this.scratch) memory.view = kernels.allocate(length(rows));
    });
    return { w, g };
  }
}

function claim<T>(bytes: number, allocate: () => T): T {
  try {
    return allocate();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new MlpError(
      'config',
      `the network needs ${formatCount(bytes)} bytes, more than can be had; use fewer units, a smaller training.batch_size, or --backend js (which may have more than 4 GiB)`,
    );
  }
}
