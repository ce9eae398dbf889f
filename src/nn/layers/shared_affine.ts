import type { Kernels, Loop, Vector } from '../../kernels/index.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { Operation, OperationPass } from '../graph/operation.js';
import type { RowSums } from '../graph/row_sums.js';
import type { Memory, ParameterMemory } from '../layout.js';
import { Affine } from './affine.js';

/** Tensors of an affine map of an ensemble; scales and bias are [members, columns]. */
export interface MemberTensors extends Readonly<Record<string, ParameterMemory>> {
  readonly weight: ParameterMemory;
}

/**
 * aᵢ = sᵢ ∘ (W (rᵢ ∘ xᵢ)) + bᵢ for each member i of an ensemble, with W shared: one product for all rows of all
 * members, as x is [rows, members · inputs].
 */
export class SharedAffine implements Operation {
  readonly op = 'shared_affine';
  readonly attributes: { readonly members: number };
  readonly multiplications: number;
  private readonly kernels: Kernels;
  private readonly product: Affine;
  private readonly inputs: number;
  private readonly outputs: number;
  /** r ∘ x */
  private readonly scaled: Memory;
  /** u = W (r ∘ x), and then the gradient with respect to it. */
  private readonly u: Memory;
  private readonly affine: Loop;
  private readonly scale: Loop;
  private readonly dx: Loop;
  private readonly outputSums: RowSums;
  private readonly inputSums: RowSums;

  constructor(
    readonly tensors: MemberTensors,
    members: number,
    graph: GraphBuilder,
  ) {
    const { weight } = tensors;
    this.attributes = { members };
    this.kernels = graph.kernels;
    this.product = new Affine(weight, null, graph, members);
    this.multiplications = this.product.multiplications;
    [this.outputs, this.inputs] = weight.shape.map((length) => members * length);
    this.scaled = graph.perRow(this.inputs);
    this.u = graph.perRow(this.outputs);
    this.affine = graph.kernels.loop('layer.dense.y');
    this.scale = graph.kernels.loop('layer.scale.y');
    this.dx = graph.kernels.loop('layer.scale.dx');
    const { trainable } = weight;
    const ofOutputs = tensors.bias ? [this.outputs, this.outputs] : [this.outputs];
    this.outputSums = graph.rowSums(trainable ? ofOutputs : []);
    this.inputSums = graph.rowSums(trainable ? [this.inputs] : []);
  }

  forward([x]: readonly Vector[], a: Vector, rows: number): void {
    const { inputs, outputs, scaled, u } = this;
    const { input_scale: r, output_scale: s, bias } = this.tensors;
    this.scale({ x, w: r.vector, y: scaled.vector }, rows, inputs);
    this.product.forward([scaled.vector], u.vector, rows);
    const given = { x: u.vector, w: s.vector, y: a };
    if (bias) this.affine({ ...given, b: bias.vector }, rows, outputs);
    else this.scale(given, rows, outputs);
  }

  // du = s ∘ da, ds = Σ rows of u ∘ da, db = Σ rows of da; dW = duᵀ (r ∘ x); d(r ∘ x) = du W, dx = r ∘ d(r ∘ x),
  // dr = Σ rows of x ∘ d(r ∘ x)
  backward(
    [x]: readonly Vector[],
    _a: Vector,
    da: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
    pass: OperationPass,
  ): void {
    const { kernels, inputs, outputs, outputSums, inputSums } = this;
    const { weight, input_scale: r, output_scale: s, bias } = this.tensors;
    const [u, scaled] = [this.u.vector, this.scaled.vector];
    // the gradient with respect to r ∘ x, then that with respect to x
    const dScaled = dx ?? scaled;
    if (!weight.trainable) {
      this.dx({ w: s.vector, dy: da, dx: u }, rows, outputs);
      this.product.backward([scaled], u, u, [dScaled], rows, pass);
      this.dx({ w: r.vector, dy: dScaled, dx: dScaled }, rows, inputs);
      return;
    }
    const gradients = [s, bias].flatMap((each) => (each ? [each.gradient.vector] : []));
    outputSums.addUp(gradients, rows, pass.part, (from, count, [ds, db = null]) => {
      const first = u.slice(from * outputs);
      kernels.scaleGradients(s.vector, first, da.slice(from * outputs), first, ds, db, count, outputs);
    });
    this.product.backward([scaled], u, u, [dScaled], rows, pass);
    inputSums.addUp([r.gradient.vector], rows, pass.part, (from, count, [dr]) => {
      const first = dScaled.slice(from * inputs);
      kernels.scaleGradients(r.vector, x.slice(from * inputs), first, first, dr, null, count, inputs);
    });
  }
}
