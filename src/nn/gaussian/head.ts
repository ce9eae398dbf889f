import type { GaussianEnd, GraphEnd, OperationNode, Value } from '../graph/graph.js';
import { operationPass, type Pass } from '../graph/operation.js';
import type { AffineOutput, NetworkHead } from '../head.js';
import type { Layout, Memory } from '../layout.js';
import type { LossLoops } from '../losses/loops.js';
import { MemberLosses } from '../member_losses.js';
import type { GaussianConfig } from './config.js';
import { gaussianLoops } from './loops.js';

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
  private readonly memberLosses: MemberLosses;

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
    this.members = gaussian.moments.members;
    this.memberLosses = new MemberLosses(outputs, this.members, layout);
    this.t = this.memberLosses.t;
    this.rowLosses = this.memberLosses.rowLosses;
    this.scale = this.memberLosses.scale;
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
    this.memberLosses.forward(this.lossLoops, this.memberOutputs, rows);
  }

  backward(rows: number): void {
    this.memberLosses.backward(this.lossLoops, this.memberOutputs, this.affine.da.vector, rows);
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

  private get memberOutputs() {
    return { a: this.affine.a.vector, y: this.moments.vector };
  }
}
