import type { Kernels, Vector } from '../../kernels/index.js';
import { type Random, uniform } from '../../random.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { RowSums } from '../graph/row_sums.js';
import type { BatchPart } from '../graph/shards.js';
import type { Memory, ParameterMemory } from '../layout.js';
import type { Block, EncodedColumn, Encoder, EncoderType } from './encoder.js';

/** A number column that is encoded by bins. */
export interface PiecewiseLinearColumn extends EncodedColumn {
  readonly type: 'piecewise_linear';
  /** Edges of the bins, ascending, at least two. */
  readonly edges: readonly number[];
}

/**
 * z = slope x + bias + weightᵀ e(x), with e_t(x) = (x − edge_t) / (edge_{t+1} − edge_t) held within [0, 1], but for the
 * first bin below and the last above: a linear function in each bin, continuous at the edges. Gorishniy, Rubachev and
 * Babenko 2022, equation 1; version B of rtdl_num_embeddings, whose start it has: weight 0, slope and bias
 * U(±1/√width).
 *
 * All bins before that of x have e = 1, so that sums of rows of the weight, made once a pass, take their place: z costs
 * as much for many bins as for few.
 */
class PiecewiseLinear implements Encoder {
  private readonly kernels: Kernels;
  private readonly edges: Memory;
  private readonly bins: number;
  /** bias + the weights of all bins before each, [bins, width]; in backward the sums of dz by bin. */
  private readonly offsets: Memory;
  private readonly sums: Memory;
  private readonly rowSums: RowSums;
  private readonly bin: Memory;
  private readonly fraction: Memory;

  constructor(
    private readonly column: PiecewiseLinearColumn,
    readonly tensors: Tensors,
    graph: GraphBuilder,
  ) {
    this.kernels = graph.kernels;
    this.bins = column.edges.length - 1;
    this.edges = graph.constant(column.edges);
    this.offsets = graph.fixed(tensors.weight.size);
    this.sums = graph.fixed(tensors.weight.size);
    const { weight, slope, bias } = tensors;
    this.rowSums = graph.rowSums([weight, slope, bias].map(({ size }) => size));
    this.bin = graph.perRow(1);
    this.fraction = graph.perRow(1);
  }

  forward(x: Vector, z: Vector, { rows, columns, outputs, at }: Block): void {
    const { kernels, bins, edges, offsets, bin, fraction } = this;
    const { input, width } = this.column;
    const { weight, slope, bias } = this.tensors;
    kernels.binOffsets(weight.vector, bias.vector, offsets.vector, bins, width);
    kernels.piecewise(
      ...([x, edges.vector, offsets.vector, slope.vector, weight.vector] as const),
      ...([bin.vector, fraction.vector, z, rows, columns, outputs, input, at, bins, width] as const),
    );
  }

  // dweight_t = Σ rows of e_t dz, dslope = Σ rows of x dz, dbias = Σ rows of dz, dx = (slope + weight_t / size_t) · dz
  backward(
    x: Vector,
    dz: Vector,
    dx: Vector | null,
    { rows, columns, outputs, at }: Block,
    part: BatchPart | null,
  ): void {
    const { kernels, bins, edges, sums, bin, fraction } = this;
    const { input, width } = this.column;
    const { weight, slope, bias } = this.tensors;
    const gradients = [weight, slope, bias].map(({ gradient }) => gradient.vector);
    this.rowSums.addUp(gradients, rows, part, (from, count, [dWeight, dSlope, dBias]) =>
      kernels.piecewiseGradient(
        ...([x.slice(from * columns), dz.slice(from * outputs)] as const),
        ...([bin.vector.slice(from), fraction.vector.slice(from)] as const),
        ...([dWeight, dSlope, dBias, sums.vector] as const),
        ...([count, columns, outputs, input, at, bins, width] as const),
      ),
    );
    if (dx)
      kernels.piecewiseInput(
        ...([dz, edges.vector, slope.vector, weight.vector, bin.vector, dx] as const),
        ...([rows, columns, outputs, input, at, bins, width] as const),
      );
  }
}

interface Tensors extends Readonly<Record<string, ParameterMemory>> {
  readonly weight: ParameterMemory;
  readonly slope: ParameterMemory;
  readonly bias: ParameterMemory;
}

export const piecewiseLinear = {
  build(column: PiecewiseLinearColumn, graph) {
    const { column: name, edges, width } = column;
    const bound = 1 / Math.sqrt(width);
    const initialize = (values: Float64Array, rng: Random) => {
      for (let i = 0; i < values.length; i++) values[i] = bound * (2 * uniform(rng) - 1);
    };
    const tensors = {
      // a matrix that e(x) is multiplied by: decays with the weights
      weight: graph.parameter(`${name}.weight`, [edges.length - 1, width], {
        isWeight: true,
        initialize: (values) => values.fill(0),
      }),
      slope: graph.parameter(`${name}.slope`, [width], { initialize }),
      bias: graph.parameter(`${name}.bias`, [width], { initialize }),
    };
    return new PiecewiseLinear(column, tensors, graph);
  },
} satisfies EncoderType;
