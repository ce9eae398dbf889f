import type { Kernels } from '../../kernels/index.js';
import type { SharedEnsemble } from '../ensemble.js';
import type { LayerConfig, LayerType } from '../layers/layer_type.js';
import type { Layout, Memory, ParameterMemory, ParameterOptions, TensorMemory } from '../layout.js';
import {
  type GraphNode,
  isLayer,
  type LayerNode,
  type OperationNode,
  type Traits,
  type Value,
} from './graph.js';
import type { Operation } from './operation.js';
import { RowSums } from './row_sums.js';

const usual: Traits = { stochastic: false, rowIndependent: true, identityAtInference: false };

/** Traits of a type of layer, completed by the usual ones. */
export const traitsOf = ({ traits }: LayerType): Traits => ({ ...usual, ...traits });

/** Builder that layers are built with: they claim tensors and memory, and put operations one after the other. */
export class GraphBuilder {
  private readonly ids = new Set<string>();
  /** The name of the layer that is being built, and what has been put into it. */
  private name = '';
  private children: GraphNode[] = [];

  constructor(
    private readonly types: Readonly<Record<string, LayerType>>,
    private readonly layout: Layout,
    /** Penalties for weights whose layer says nothing of its own. */
    readonly penalties: { readonly l1: number; readonly l2: number },
    /** Ensemble whose members the layers have from the first dense one on; null for a single network. */
    readonly ensemble: SharedEnsemble | null = null,
    /** Path of the layers in the config. */
    private readonly layersAt = 'layers',
  ) {}

  get kernels(): Kernels {
    return this.layout.kernels;
  }

  /** The name of the layer that is being built, as a config path: `layers[2].layers[0]`. */
  get place(): string {
    return this.name
      .replace(/^layers(?=\.)/, this.layersAt)
      .replace(/^decoder(?=\.)/, 'training.objective.decoder')
      .replace(/\.(\d+)/g, '[$1]');
  }

  /** Declares an input of the graph, a value [rows, columns] that no operation gives. */
  input(id: string, columns: number): Value {
    return this.value(id, columns, 1);
  }

  /**
   * Builds a layer within the one that is being built; its tensors are called `name.weight` and so on. Returns its
   * output.
   */
  layer(name: string, config: LayerConfig, x: Value): Value {
    return this.build(name, this.types[config.type], config, x).output;
  }

  build(name: string, type: LayerType, config: LayerConfig, x: Value): LayerNode {
    const outer = { name: this.name, children: this.children };
    this.name = outer.name === '' ? name : `${outer.name}.${name}`;
    this.children = [];
    try {
      const output = type.build(config, x, this);
      const node = layerNode(this.name, type, config, x, output, this.children);
      outer.children.push(node);
      return node;
    } finally {
      Object.assign(this, outer);
    }
  }

  /**
   * Puts an operation after those that give its inputs. Returns its output, of so many columns for all members
   * together: as many members as its first input has.
   */
  apply(operation: Operation, inputs: readonly Value[], columns: number, members?: number): Value {
    return this.put(operation, inputs, columns, members).output;
  }

  /** Puts an operation as `apply` does, and returns where it stands. */
  put(
    operation: Operation,
    inputs: readonly Value[],
    columns: number,
    members = inputs[0].members,
  ): OperationNode {
    const output = this.value(`${this.name}.${operation.op}`, columns, members);
    const node = { name: this.name, operation, inputs, output };
    this.children.push(node);
    return node;
  }

  parameter(name: string, shape: readonly number[], options: ParameterOptions): ParameterMemory {
    return this.layout.parameter(`${this.name}.${name}`, shape, options);
  }

  statistic(name: string, shape: readonly number[], initial: number): TensorMemory {
    return this.layout.statistic(`${this.name}.${name}`, shape, initial);
  }

  /** Claims memory for a pass: `perRow` numbers for each row of a batch. */
  perRow(perRow: number): Memory {
    return this.layout.perRow(perRow);
  }

  /** Claims memory for a pass that does not grow with the batch. */
  fixed(length: number): Memory {
    return this.layout.fixed(length);
  }

  /** Claims memory that holds these numbers, which nothing changes. */
  constant(numbers: readonly number[]): Memory {
    return this.layout.constant(numbers);
  }

  /** Claims memory for a pass that takes `length(rows)` numbers for a batch of `rows`; no fewer for more rows. */
  forRows(length: (rows: number) => number): Memory {
    return this.layout.forRows(length);
  }

  /** Claims memory for sums over rows, of so many numbers each. */
  rowSums(lengths: readonly number[], divide?: (rows: number) => number): RowSums {
    return new RowSums(this.kernels, lengths, (length) => this.forRows(length), divide);
  }

  private value(wanted: string, columns: number, members: number): Value {
    let id = wanted;
    for (let k = 2; this.ids.has(id); k++) id = `${wanted}.${k}`;
    this.ids.add(id);
    return { id, columns, members };
  }
}

function layerNode(
  name: string,
  type: LayerType,
  { type: typeName, ...options }: LayerConfig,
  input: Value,
  output: Value,
  children: readonly GraphNode[],
): LayerNode {
  const { layers: _, ...attributes } = options as Readonly<Record<string, unknown>>;
  const inner = children.filter(isLayer).map(({ traits }) => traits);
  const traits = traitsOf(type);
  return {
    name,
    type: typeName,
    attributes,
    traits: {
      ...traits,
      stochastic: traits.stochastic || inner.some(({ stochastic }) => stochastic),
      rowIndependent: traits.rowIndependent && inner.every(({ rowIndependent }) => rowIndependent),
    },
    input,
    output,
    children,
  };
}
