import type { Kernels, Vector } from '../../kernels/index.js';
import { STATE_NUMBERS } from '../../random.js';
import * as z from '../../zod.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { Operation, OperationPass } from '../graph/operation.js';
import type { Memory } from '../layout.js';
import type { LayerConfig, LayerType } from './layer_type.js';

/**
 * Dropout: in training y = m ∘ x, where m is 0 with probability `rate` and 1 / (1 − rate) otherwise, so that E y = x;
 * in evaluation y = x. Srivastava et al. 2014, in the inverted form of PyTorch.
 */
export class Dropout implements Operation {
  readonly op = 'dropout';
  readonly overwritesGradient = true;
  readonly attributes: { readonly rate: number };
  private readonly kernels: Kernels;
  private readonly mask: Memory;
  /** State of the generator while a mask is drawn. */
  private readonly state: Memory;

  constructor(
    private readonly rate: number,
    private readonly columns: number,
    graph: GraphBuilder,
  ) {
    this.attributes = { rate };
    this.kernels = graph.kernels;
    this.mask = graph.perRow(columns);
    this.state = graph.fixed(STATE_NUMBERS);
  }

  forward([x]: readonly Vector[], y: Vector, rows: number, pass: OperationPass): void {
    const { kernels, rate } = this;
    const n = rows * this.columns;
    const mask = this.mask.vector;
    if (!pass.training) kernels.fill(mask, n, 1);
    else if (!pass.frozen) pass.drawMask(mask, this.state.vector, n, rate);
    kernels.multiply(mask, x, y, n);
  }

  // dx = m ∘ dy
  backward(
    _inputs: readonly Vector[],
    _y: Vector,
    dy: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
  ): void {
    if (dx) this.kernels.multiply(this.mask.vector, dy, dx, rows * this.columns);
  }
}

export interface Config extends LayerConfig {
  readonly rate: number;
}

export const dropout = {
  options: () =>
    z.strictObject({ rate: z.number().min(0).lt(1).describe('probability of dropping a value') }),
  example: { rate: 0.5 },
  traits: { stochastic: true, identityAtInference: true },

  build: ({ rate }: Config, x, graph) => graph.apply(new Dropout(rate, x.columns, graph), [x], x.columns),
} satisfies LayerType;
