import type { Kernels, Vector } from '../../kernels/index.js';
import { normal } from '../../random.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { RowSums } from '../graph/row_sums.js';
import type { BatchPart } from '../graph/shards.js';
import type { ParameterMemory } from '../layout.js';
import type { Block, EncodedColumn, Encoder, EncoderType } from './encoder.js';

/** A category column, whose x is the index of a level, that is encoded by a table. */
export interface EmbeddingColumn extends EncodedColumn {
  readonly type: 'embedding';
  /** Rows of the table: x is one of 0 … levels − 1. */
  readonly levels: number;
  /** Whether the last of them is for values that no training row has. */
  readonly hasUnseen: boolean;
}

/**
 * z = weight[x], the row of the table that x names. x has no derivative: dx = 0. Rows start as N(0, 1/width), so that a
 * vector is about as long as a one-hot one; that of values which no training row has as zeros, which it stays.
 */
class Embedding implements Encoder {
  private readonly kernels: Kernels;
  private readonly sums: RowSums;

  constructor(
    private readonly column: EmbeddingColumn,
    readonly tensors: { readonly weight: ParameterMemory },
    graph: GraphBuilder,
  ) {
    this.kernels = graph.kernels;
    this.sums = graph.rowSums([tensors.weight.size]);
  }

  forward(x: Vector, z: Vector, { rows, columns, outputs, at }: Block): void {
    const { input, levels, width } = this.column;
    const { weight } = this.tensors;
    this.kernels.embed(x, weight.vector, z, rows, columns, outputs, input, at, levels, width);
  }

  // dweight_k = Σ rows whose x is k of dz
  backward(
    x: Vector,
    dz: Vector,
    dx: Vector | null,
    { rows, columns, outputs, at }: Block,
    part: BatchPart | null,
  ): void {
    const { kernels, sums } = this;
    const { input, levels, width } = this.column;
    sums.addUp([this.tensors.weight.gradient.vector], rows, part, (from, count, [dWeight]) => {
      const [firstX, firstDz] = [x.slice(from * columns), dz.slice(from * outputs)];
      kernels.embedGradient(firstX, firstDz, dWeight, count, columns, outputs, input, at, levels, width);
    });
    if (dx) kernels.zeroColumns(dx, rows, columns, input, 1);
  }
}

export const embedding = {
  build(column: EmbeddingColumn, graph) {
    const { column: name, levels, width, hasUnseen } = column;
    const scale = 1 / Math.sqrt(width);
    const weight = graph.parameter(`${name}.weight`, [levels, width], {
      initialize(values, rng) {
        const seen = hasUnseen ? values.length - width : values.length;
        for (let i = 0; i < seen; i++) values[i] = scale * normal(rng);
        values.fill(0, seen);
      },
    });
    return new Embedding(column, { weight }, graph);
  },
} satisfies EncoderType;
