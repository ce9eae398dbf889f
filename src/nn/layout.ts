import { MlpError } from '../errors.js';
import { formatCount } from '../format_count.js';
import { type Kernels, Vector } from '../kernels/index.js';
import type { Random } from '../random.js';

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
  /** Whether it is of the weights that `decay_on: "weights"` means: no bias, no scale or bias of a norm, no embedding. */
  readonly isWeight: boolean;
  /** Fills the tensor with its initial values. */
  readonly initialize: (w: Float64Array, rng: Random) => void;
}

/** A tensor of the model without a gradient, such as a running mean; every element starts at `initial`. */
export interface Statistic extends Tensor {
  readonly initial: number;
}

export type ParameterOptions = Pick<Parameter, 'initialize'> &
  Partial<Pick<Parameter, 'trainable' | 'l1' | 'l2' | 'isWeight'>>;

const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

/** Stands for memory that has not been allocated yet. */
const noNumbers = new Float64Array(0);
const unallocated = new Vector(noNumbers);

type Mutable<Kind> = { -readonly [Key in keyof Kind]: Kind[Key] };

/** Claim of a tensor: what layers hold of it and what others do, both given its memory when all is allocated. */
interface Claim<Held extends Memory, Kind extends { readonly view: Float64Array }> {
  readonly memory: Mutable<Held>;
  readonly tensor: Mutable<Kind>;
}
interface ParameterClaim extends Claim<ParameterMemory, Parameter> {
  readonly gradient: Claim<Memory, Parameter['gradient']>;
}

function give<Held extends Memory, Kind extends { readonly view: Float64Array }>(
  { memory, tensor }: Claim<Held, Kind>,
  view: Float64Array,
): void {
  tensor.view = view;
  memory.vector = new Vector(view);
}

/**
 * Memory layout of a network's numbers. Layers first claim what they need, by shape; then everything is allocated once,
 * for the largest batch: all trainable parameters in one flat vector (the optimizer is one loop), then the frozen ones,
 * and their gradients likewise.
 */
export class Layout {
  readonly parameters: Parameter[] = [];
  readonly statistics: Statistic[] = [];
  private readonly weights: ParameterClaim[] = [];
  private readonly running: Claim<TensorMemory, Statistic>[] = [];
  private readonly scratch: {
    readonly claim: Mutable<Memory>;
    readonly length: (rows: number) => number;
    /** Numbers that the memory begins with. */
    readonly numbers?: readonly number[];
  }[] = [];

  constructor(readonly kernels: Kernels) {}

  parameter(name: string, shape: readonly number[], options: ParameterOptions): ParameterMemory {
    const { initialize, trainable = true, l1 = 0, l2 = 0, isWeight = false } = options;
    const size = sizeOf(shape);
    const gradient = { memory: { vector: unallocated }, tensor: { view: noNumbers } };
    // field by field: spread objects took a tenth of the time that setting a small training up takes
    const memory = { name, shape, size, trainable, vector: unallocated, gradient: gradient.memory };
    const tensor = {
      name,
      shape,
      size,
      trainable,
      l1,
      l2,
      isWeight,
      initialize,
      view: noNumbers,
      gradient: gradient.tensor,
    };
    this.weights.push({ memory, tensor, gradient });
    this.parameters.push(tensor);
    return memory;
  }

  statistic(name: string, shape: readonly number[], initial: number): TensorMemory {
    const named = { name, shape, size: sizeOf(shape) };
    const memory = { ...named, vector: unallocated };
    const tensor = { ...named, initial, view: noNumbers };
    this.running.push({ memory, tensor });
    this.statistics.push(tensor);
    return memory;
  }

  /** Claims memory for a pass: `perRow` numbers for each row of a batch. */
  perRow(perRow: number): Memory {
    return this.forRows((rows) => perRow * rows);
  }

  /** Claims memory for a pass that does not grow with the batch. */
  fixed(length: number): Memory {
    return this.forRows(() => length);
  }

  /** Claims memory for a pass that takes `length(rows)` numbers for a batch of `rows`; no fewer for more rows. */
  forRows(length: (rows: number) => number): Memory {
    const claim = { vector: unallocated };
    this.scratch.push({ claim, length });
    return claim;
  }

  /** Claims memory that holds these numbers, which nothing changes. */
  constant(numbers: readonly number[]): Memory {
    const claim = { vector: unallocated };
    this.scratch.push({ claim, length: () => numbers.length, numbers });
    return claim;
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
      for (const parameter of this.weights) {
        if (parameter.memory.trainable !== trainable) continue;
        const end = offset + parameter.memory.size;
        give(parameter, w.subarray(offset, end));
        give(parameter.gradient, g.subarray(offset, end));
        offset = end;
      }
    }
    orRefuse(bytes, () => {
      for (const statistic of this.running) give(statistic, kernels.allocate(statistic.memory.size));
      for (const { claim, length, numbers = [] } of this.scratch) {
        const memory = kernels.allocate(length(rows));
        memory.set(numbers);
        claim.vector = new Vector(memory);
      }
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
      `the network needs ${formatCount(bytes)} bytes, more than can be had; use fewer units, a smaller ` +
        'training.batch_size, or --backend js (which may have more than 4 GiB)',
    );
  }
}
