import type { Kernels, Vector } from '../../kernels/index.js';
import * as z from '../../zod.js';
import type { GraphBuilder } from '../graph/builder.js';
import { allLayers, type Graph, type LayerNode } from '../graph/graph.js';
import type { Operation, OperationPass } from '../graph/operation.js';
import type { LayerType } from '../layers/layer_type.js';
import type { TensorMemory } from '../layout.js';
import type { Encoder } from './encoder.js';
import { type EncodedInput, encoderTypes, type Inputs } from './index.js';

const type = 'encoders';

/** Columns of x that go on as they are, side by side. */
interface Run {
  readonly from: number;
  readonly at: number;
  readonly count: number;
}

/** A column of x with its encoder, and the first of its columns of z. */
interface Placed {
  readonly input: EncodedInput;
  readonly encoder: Encoder;
  readonly at: number;
}

/**
 * The columns of x in their order, each as it is or as its encoder makes it: from [rows, columns] to [rows, outputs].
 * The derivative by a column is that of its own part of the outputs.
 */
class Encoders implements Operation {
  readonly op = type;
  readonly attributes: { readonly encoded: readonly EncodedInput[] };
  readonly tensors: Readonly<Record<string, TensorMemory>>;
  readonly outputs: number;
  private readonly columns: number;
  private readonly runs: readonly Run[];
  private readonly placed: readonly Placed[];
  private readonly kernels: Kernels;

  constructor({ columns, encoded }: Inputs, graph: GraphBuilder) {
    const runs: Run[] = [];
    const placed: Placed[] = [];
    let [from, at] = [0, 0];
    const copyTo = (input: number) => {
      const count = input - from;
      if (count > 0) runs.push({ from, at, count });
      [from, at] = [input, at + count];
    };
    for (const input of encoded) {
      copyTo(input.input);
      const encoder = encoderTypes[input.type].build(input, graph);
      placed.push({ input, encoder, at });
      [from, at] = [from + 1, at + input.width];
    }
    copyTo(columns);
    this.attributes = { encoded };
    this.tensors = Object.fromEntries(
      placed.flatMap(({ input, encoder }) =>
        Object.entries(encoder.tensors).map(([key, tensor]) => [`${input.column}.${key}`, tensor]),
      ),
    );
    this.outputs = at;
    this.columns = columns;
    this.runs = runs;
    this.placed = placed;
    this.kernels = graph.kernels;
  }

  forward([x]: readonly Vector[], y: Vector, rows: number): void {
    const { kernels, columns, outputs } = this;
    for (const { from, at, count } of this.runs)
      kernels.copyColumns(x, y, rows, columns, outputs, from, at, count);
    for (const { encoder, at } of this.placed) encoder.forward(x, y, { rows, columns, outputs, at });
  }

  backward(
    [x]: readonly Vector[],
    _y: Vector,
    dy: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
    { part }: OperationPass,
  ): void {
    const { kernels, columns, outputs } = this;
    if (dx)
      for (const { from, at, count } of this.runs)
        kernels.copyColumns(dy, dx, rows, outputs, columns, at, from, count);
    for (const { encoder, at } of this.placed)
      encoder.backward(x, dy, dx, { rows, columns, outputs, at }, part);
  }
}

/** The encoders of a network as a layer, which comes before those of its config. */
export const encodersLayer = (inputs: Inputs): LayerType => ({
  options: () => z.strictObject({}),

  build(_config, x, graph) {
    const operation = new Encoders(inputs, graph);
    return graph.apply(operation, [x], operation.outputs);
  },
});

/** The layers of encoders of a network, of several networks that of each; none where nothing is encoded. */
export const allEncodersIn = (graph: Graph): LayerNode[] =>
  allLayers(graph).flatMap(({ layer }) => (layer.type === type ? [layer] : []));

/** The layer of encoders of a network, of several networks that of the first; undefined where it has none. */
export const encodersIn = (graph: Graph): LayerNode | undefined => allEncodersIn(graph).at(0);
