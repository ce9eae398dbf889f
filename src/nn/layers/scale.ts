import type { Kernels, Loop, Vector } from '../../kernels/index.js';
import * as z from '../../zod.js';
import type { Operation } from '../graph/operation.js';
import type { ParameterMemory } from '../layout.js';
import { byMember } from './by_member.js';
import type { LayerConfig, LayerType } from './layer_type.js';

/** A factor for each column: y = w ∘ x. */
class Scale implements Operation {
  readonly op = 'scale';
  private readonly y: Loop;
  private readonly dx: Loop;
  private readonly dw: Loop;

  constructor(
    readonly tensors: { readonly weight: ParameterMemory },
    private readonly columns: number,
    kernels: Kernels,
  ) {
    this.y = kernels.loop('layer.scale.y');
    this.dx = kernels.loop('layer.scale.dx');
    this.dw = kernels.loop('layer.scale.dw');
  }

  forward([x]: readonly Vector[], y: Vector, rows: number): void {
    this.y({ x, w: this.tensors.weight.vector, y }, rows, this.columns);
  }

  // dx = w ∘ dy, dw = Σ rows of x ∘ dy
  backward(
    [x]: readonly Vector[],
    _y: Vector,
    dy: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
  ): void {
    const { weight } = this.tensors;
    this.dw({ x, dy, dw: weight.gradient.vector }, rows, this.columns);
    if (dx) this.dx({ w: weight.vector, dy, dx }, rows, this.columns);
  }
}

export const scale = {
  options: () => z.strictObject({}),
  formulas: {
    y: (x: number, w: number) => w * x,
    dx: (w: number, dy: number) => w * dy,
    dw: (x: number, dy: number) => x * dy,
  },

  build(_config: LayerConfig, x, graph) {
    const weight = graph.parameter('weight', byMember(x), { initialize: (w) => w.fill(1) });
    return graph.apply(new Scale({ weight }, x.columns, graph.kernels), [x], x.columns);
  },
} satisfies LayerType;
