import type { Kernels, Vector } from '../../kernels/index.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { Operation, OperationPass } from '../graph/operation.js';
import type { Memory, ParameterMemory } from '../layout.js';
import { Affine } from './affine.js';
import type { MemberTensors } from './shared_affine.js';

/**
 * aᵢ = sᵢ ∘ (W (rᵢ ∘ x)) + bᵢ for each member i of an ensemble, all from the same x, [rows, inputs]; w is [outputs,
 * inputs], or [members, outputs, inputs] where each member has a matrix of its own. It is one affine map to the outputs
 * of all members, by the matrices Vᵢ = diag(sᵢ) W diag(rᵢ), which are formed anew in each pass: mostly fewer numbers
 * than a batch has.
 */
export class FirstSharedAffine implements Operation {
  readonly op: string;
  readonly attributes: { readonly members: number };
  readonly multiplications: number;
  private readonly kernels: Kernels;
  private readonly v: Memory;
  private readonly dv: Memory;
  /** The map by V, [members · outputs, inputs]. */
  private readonly affine: Affine;
  private readonly outputs: number;
  private readonly inputs: number;
  private readonly matrices: number;

  constructor(
    readonly tensors: MemberTensors,
    private readonly members: number,
    graph: GraphBuilder,
  ) {
    const { weight, bias } = tensors;
    [this.outputs, this.inputs] = weight.shape.slice(-2);
    this.matrices = weight.shape.length === 3 ? members : 1;
    this.op = this.matrices === 1 ? 'shared_affine' : 'member_affine';
    this.attributes = { members };
    this.kernels = graph.kernels;
    const rows = members * this.outputs;
    const v = graph.fixed(rows * this.inputs);
    this.v = v;
    this.dv = graph.fixed(weight.trainable ? rows * this.inputs : 0);
    const matrix: ParameterMemory = {
      ...{ name: weight.name, shape: [rows, this.inputs], size: rows * this.inputs },
      ...{ trainable: weight.trainable, gradient: this.dv },
      get vector() {
        return v.vector;
      },
    };
    this.affine = new Affine(matrix, bias ?? null, graph);
    this.multiplications = this.affine.multiplications;
  }

  forward(inputs: readonly Vector[], a: Vector, rows: number): void {
    const { weight, input_scale: r, output_scale: s } = this.tensors;
    const { members, outputs, inputs: columns, matrices } = this;
    this.kernels.memberWeights(
      ...([weight.vector, r!.vector, s?.vector ?? null, this.v.vector] as const),
      ...([members, outputs, columns, matrices] as const),
    );
    this.affine.forward(inputs, a, rows);
  }

  // dV = daᵀ x, db and dx as of an affine map; dW = Σ over members of s dV r, dr and ds likewise
  backward(
    inputs: readonly Vector[],
    a: Vector,
    da: Vector,
    dInputs: readonly (Vector | null)[],
    rows: number,
    pass: OperationPass,
  ): void {
    const { weight, input_scale: r, output_scale: s } = this.tensors;
    const { members, outputs, inputs: columns, matrices } = this;
    this.affine.backward(inputs, a, da, dInputs, rows, pass);
    if (!weight.trainable) return;
    this.kernels.memberWeightsGradient(
      ...([this.dv.vector, weight.vector, r!.vector, s?.vector ?? null] as const),
      ...([weight.gradient.vector, r!.gradient.vector, s?.gradient.vector ?? null] as const),
      ...([members, outputs, columns, matrices] as const),
    );
  }
}
