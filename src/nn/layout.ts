import { MlpError } from '../errors.js';
import { formatCount } from '../format_count.js';
import { type Kernels, numbersOf, Vector } from '../kernels/index.js';
import type { Random } from '../random.js';
import type { Layer, LayerConfig } from './layers/layer.js';

/** A piece of memory that has been claimed: its vector is there once the layout has been allocated. */
export interface Memory {
  readonly vector: Vector;
}

interface Named {
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
}

/** A named tensor of the model, in the hands of a layer. */
export interface TensorMemory extends Named, Memory {}

/** A tensor that the loss has a gradient for, in the hands of a layer. */
export interface ParameterMemory extends TensorMemory {
  readonly gradient: Memory;
  readonly trainable: boolean;
}

/** A named tensor of the model: what a model file holds. Its numbers are there once the layout has been allocated. */
export interface Tensor extends Named {
  readonly view: Float64Array;
}

/** A tensor that the loss has a gradient for. */
export interface Parameter extends Tensor {
  readonly gradient: { readonly view: Float64Array };
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

/** Memory while it is claimed and after it has been allocated. */
class Claim implements Memory {
  vector = new Vector(new Float64Array(0));

  get view(): Float64Array {
    return numbersOf(this.vector);
  }
}

/** The one object of a tensor that a layer is given: its numbers are out of reach. */
const inHand = <More extends object>(claim: Claim, more: More): More & Memory =>
  Object.defineProperty(more as More & Memory, 'vector', { get: () => claim.vector, enumerable: true });

/** The one object of a tensor that those who hold the network's data are given. */
const inView = <More extends object>(claim: Claim, more: More): More & { readonly view: Float64Array } =>
  Object.defineProperty(more as More & { view: Float64Array }, 'view', {
    get: () => claim.view,
    enumerable: true,
  });

/**
 * Where every number of a network lies. Layers first claim what they need, by shape; then everything is allocated
 * once, for the largest batch: all trainable parameters in one flat vector (the optimizer is one loop), then the
 * frozen ones, and their gradients likewise.
 */
export class Layout {
  readonly parameters: Parameter[] = [];
  readonly statistics: Statistic[] = [];
  private readonly weights: { w: Claim; g: Claim }[] = [];
  private readonly scratch: { claim: Claim; length: (rows: number) => number }[] = [];
  private readonly running: Claim[] = [];
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

  parameter(name: string, shape: readonly number[], options: ParameterOptions): ParameterMemory {
    const [w, g] = [new Claim(), new Claim()];
    const named = this.named(name, shape);
    const settings = { trainable: true, l1: 0, l2: 0, ...options };
    this.parameters.push(inView(w, { ...named, ...settings, gradient: inView(g, {}) }));
    this.weights.push({ w, g });
    return inHand(w, { ...named, trainable: settings.trainable, gradient: inHand(g, {}) });
  }

  statistic(name: string, shape: readonly number[], initial: number): TensorMemory {
    const claim = new Claim();
    const named = this.named(name, shape);
    this.statistics.push(inView(claim, { ...named, initial }));
    this.running.push(claim);
    return inHand(claim, named);
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
    const claim = new Claim();
    this.scratch.push({ claim, length });
    return inHand(claim, {});
  }

  private named(name: string, shape: readonly number[]): Named {
    return { name: this.prefix + name, shape, size: sizeOf(shape) };
  }

  /** Numbers in trainable parameters, in all parameters, in statistics, and in memory for a pass of `rows`. */
  count(rows: number) {
    const size = (tensors: readonly Named[]) => tensors.reduce((sum, tensor) => sum + tensor.size, 0);
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
    const [w, g] = orRefuse(bytes, () => [kernels.allocate(length), kernels.allocate(length)]);
    let offset = 0;
    for (const trainable of [true, false]) {
      this.parameters.forEach((parameter, i) => {
        if (parameter.trainable !== trainable) return;
        const end = offset + parameter.size;
        this.weights[i].w.vector = new Vector(w.subarray(offset, end));
        this.weights[i].g.vector = new Vector(g.subarray(offset, end));
        offset = end;
      });
    }
    const give = (to: Claim, size: number) => {
      to.vector = new Vector(kernels.allocate(size));
    };
    orRefuse(bytes, () => {
      this.running.forEach((each, i) => {
        give(each, this.statistics[i].size);
      });
      for (const { claim, length } of this.scratch) give(claim, length(rows));
    });
    return { w, g };
  }
}

function orRefuse<T>(bytes: number, allocate: () => T): T {
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
