import type { GaussianEnd, GraphEnd, OperationNode, Value } from '../graph/graph.js';
import { operationPass, type Pass } from '../graph/operation.js';
import type { AffineOutput, NetworkHead } from '../head.js';
import type { Layout, Memory } from '../layout.js';
import type { LossLoops } from '../losses/loops.js';
import type { GaussianConfig } from './config.js';
import { gaussianLoops } from './loops.js';

/** Memory of the members of an ensemble, for each row again. */
interface MemberMemory {
  readonly t: Memory;
  readonly scale: Memory;
  readonly losses: Memory;
}

/**
 * The moments of a normal distribution for each target, after the head's affine map, [rows, members · 2 targets]; those
 * of the mixture over the members of an ensemble; y, the means of these; and the loss of both with the targets t. What
 * is trained is the mean of the losses that the members have by themselves, what is judged the loss of the mixture.
 */
export class GaussianHead implements NetworkHead {
  readonly lossLoops: LossLoops;
  readonly t: Memory;
  readonly y: Memory;
  readonly scale: Memory;
  readonly rowLosses: Memory;
  readonly members: number;
  private readonly memory: Map<string, Memory>;
  private readonly nodes: readonly OperationNode[];
  private readonly moments: Memory;
  private readonly mixture: Memory;
  private readonly each: MemberMemory | null;

  constructor(
    config: GaussianConfig,
    private readonly outputs: number,
    {
      a,
      gaussian,
      isActivated = false,
      output,
    }: GraphEnd & { readonly gaussian: GaussianEnd; readonly output: Value },
    private readonly affine: AffineOutput,
    private readonly layout: Layout,
  ) {
    this.lossLoops = gaussianLoops(layout.kernels, config, isActivated);
    this.nodes = gaussian.nodes;
    this.memory = new Map([[a.id, affine.a]]);
    for (const node of this.nodes) this.memory.set(node.output.id, layout.perRow(node.output.columns));
    const memoryOf = (value: Value) => this.memory.get(value.id)!;
    this.moments = memoryOf(gaussian.moments);
    this.mixture = memoryOf(gaussian.mixture);
    this.y = memoryOf(output);
    this.t = layout.perRow(outputs);
    this.rowLosses = layout.perRow(1);
    this.scale = layout.perRow(1);
    this.members = gaussian.moments.members;
    const perMember = (columns: number) => layout.perRow(this.members * columns);
    this.each =
      this.members === 1 ? null : { t: perMember(outputs), scale: perMember(1), losses: perMember(1) };
  }

  /** The moments of the output, [rows, 2 targets]: the means, then the variances. */
  get outputMoments(): Memory {
    return this.mixture;
  }

  memoryOf({ id }: Value): Memory | undefined {
    return this.memory.get(id);
  }

  forward(rows: number, pass: Pass): void {
    const inHand = operationPass(pass, this.layout.kernels);
    for (const { operation, inputs, output } of this.nodes) {
      const from = inputs.map((input) => this.memory.get(input.id)!.vector);
      operation.forward(from, this.memory.get(output.id)!.vector, rows, inHand);
    }
  }

  losses(rows: number): void {
    const { affine, mixture, t, rowLosses, outputs } = this;
    const vectors = { a: affine.a.vector, y: mixture.vector, t: t.vector, losses: rowLosses.vector };
    this.lossLoops.forward(vectors, rows, outputs);
  }

  trainingLosses(rows: number): void {
    const { each, members, affine, moments, outputs, layout } = this;
    if (!each) {
      this.losses(rows);
      return;
    }
    this.repeatTargets(each, rows);
    const vectors = { a: affine.a.vector, y: moments.vector, t: each.t.vector, losses: each.losses.vector };
    this.lossLoops.forward(vectors, rows * members, outputs);
    layout.kernels.sumRepeats(each.losses.vector, this.rowLosses.vector, rows, 1, members, members);
  }

  backward(rows: number): void {
    const { affine, each, members, moments, outputs, layout } = this;
    if (each) {
      this.repeatTargets(each, rows);
      layout.kernels.repeat(this.scale.vector, each.scale.vector, rows, 1, members, members);
    }
    const { t, scale } = each ?? this;
    const vectors = { a: affine.a.vector, y: moments.vector, t: t.vector, scale: scale.vector };
    this.lossLoops.backward({ ...vectors, gradient: affine.da.vector }, rows * members, outputs);
  }

  pullBack(dy: Float64Array, rows: number): void {
    const { affine, members, outputs: k, layout } = this;
    layout.kernels.runInJs([], [affine.da.vector], (da) => {
      for (let i = 0, to = 0; i < rows; i++)
        for (let member = 0; member < members; member++, to += 2 * k)
          for (let j = 0; j < k; j++) {
            da[to + j] = dy[i * k + j] / members;
            da[to + k + j] = 0;
          }
    });
  }

  private repeatTargets(each: MemberMemory, rows: number): void {
    this.layout.kernels.repeat(this.t.vector, each.t.vector, rows, this.outputs, this.members, 1);
  }
}
