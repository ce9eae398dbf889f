import type { Kernels, Loop, Vector } from '../../kernels/index.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { Operation, OperationPass } from '../graph/operation.js';
import type { RowSums } from '../graph/row_sums.js';
import type { ParameterMemory } from '../layout.js';
import type { MemberTensors } from './shared_affine.js';

/**
 * aᵢ = Wᵢ xᵢ + bᵢ for each member i of an ensemble, with w [members, outputs, inputs] and b [members, outputs]: the
 * head, of which each member has its own.
 */
export class MemberAffine implements Operation {
  readonly op = 'member_affine';
  readonly attributes: { readonly members: number };
  readonly multiplications: number;
  private readonly kernels: Kernels;
  private readonly members: number;
  private readonly outputs: number;
  private readonly inputs: number;
  private readonly db: Loop;
  private readonly sums: RowSums;

  constructor(
    readonly tensors: MemberTensors,
    graph: GraphBuilder,
  ) {
    const { weight } = tensors;
    [this.members, this.outputs, this.inputs] = weight.shape;
    this.attributes = { members: this.members };
    this.multiplications = weight.size;
    this.kernels = graph.kernels;
    this.db = graph.kernels.loop('layer.dense.db');
    const { trainable } = weight;
    const bias = tensors.bias as ParameterMemory | undefined;
    this.sums = graph.rowSums(trainable ? [weight, bias].flatMap((each) => (each ? [each.size] : [])) : []);
  }

  forward([x]: readonly Vector[], a: Vector, rows: number): void {
    const { weight, bias } = this.tensors;
    const { inputs, outputs, members } = this;
    this.kernels.memberAffine(x, weight.vector, bias?.vector ?? null, a, rows, inputs, outputs, members);
  }

  // dWᵢ = daᵢᵀ xᵢ, dbᵢ = Σ rows of daᵢ, dxᵢ = daᵢ Wᵢ
  backward(
    [x]: readonly Vector[],
    _a: Vector,
    da: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
    { part }: OperationPass,
  ): void {
    const { weight, bias } = this.tensors;
    const { kernels, sums, inputs, outputs, members } = this;
    if (weight.trainable) {
      const gradients = [weight, bias].flatMap((each) => (each ? [each.gradient.vector] : []));
      sums.addUp(gradients, rows, part, (from, count, [dw, db]) => {
        const firstDa = da.slice(from * members * outputs);
        const firstX = x.slice(from * members * inputs);
        kernels.memberMatmulTransposed(firstDa, firstX, dw, outputs, count, inputs, members);
        if (db) this.db({ dy: firstDa, db }, count, members * outputs);
      });
    }
    if (dx) kernels.memberMatmul(da, weight.vector, dx, rows, outputs, inputs, members);
  }
}
