import type { Vector } from '../kernels/index.js';
import type { GraphEnd, Value } from './graph/graph.js';
import { operationPass, type Pass } from './graph/operation.js';
import type { ActivationConfig } from './layers/activation.js';
import type { AffineConfig } from './layers/dense.js';
import type { Layout, Memory } from './layout.js';
import { likelihoodLoops, type Outputs } from './likelihood/index.js';
import type { LossName } from './losses/index.js';
import { type LossLoops, lossLoops } from './losses/loops.js';
import { MemberLosses } from './member_losses.js';
import type { Variant } from './variants.js';

/** The `head` section of a resolved config. */
export interface HeadConfig extends AffineConfig {
  readonly activation: ActivationConfig;
  /** Absent of a generator: the loss follows from its columns. */
  readonly loss?: Variant<LossName>;
}

/** A head without activation and loss, whose outputs are parameters of distributions. */
export const identityHead = ({ loss: _, ...head }: HeadConfig): HeadConfig => ({
  ...head,
  activation: { type: 'identity' },
});

/** The name of the loss of a network: that of its head, or what it is of a generator. */
export const lossName = ({
  head: { loss },
  adversarial,
}: {
  readonly head: Pick<HeadConfig, 'loss'>;
  readonly adversarial?: { readonly loss: string };
}): string => loss?.type ?? adversarial?.loss ?? 'likelihood';

/** Memory of the head's affine map: a, and the loss's gradient with respect to it. */
export interface AffineOutput {
  readonly a: Memory;
  readonly da: Memory;
}

/** Output and loss after the affine output a, forward and back. */
export interface NetworkHead {
  /** The loops of the loss that is trained. */
  readonly lossLoops: LossLoops;
  readonly t: Memory;
  /** The output: of an ensemble that of all members together. */
  readonly y: Memory;
  /** The weight of each row's loss in the gradient. */
  readonly scale: Memory;
  readonly rowLosses: Memory;
  readonly members: number;
  /** Moments of the outputs that have a variance, [rows, 2 outputs]: the means, then the variances. */
  readonly outputMoments?: Memory;
  /** Memory of a value that the head computes, but for the output; undefined of others. */
  memoryOf(value: Value): Memory | undefined;
  forward(rows: number, pass: Pass): void;
  /** Computes the loss of the output for each row, after `forward`. */
  losses(rows: number): void;
  /** Computes the loss that is trained for each row, the mean of the members' own, after `forward`. */
  trainingLosses(rows: number): void;
  /** Computes da, the gradient of Σ scaleᵢ ℓᵢ of the loss that is trained with respect to a, after `forward`. */
  backward(rows: number, pass: Pass): void;
  /** Computes da from dy, the gradient with respect to the output, after `forward`. */
  pullBack(dy: Float64Array, rows: number, pass: Pass): void;
}

/**
 * Activation y = f(a) after the head's affine map, the mean of y over the members of an ensemble, and the loss of y and
 * the targets t. What is trained is the mean of the losses that the members have by themselves; what is judged is the
 * loss of their mean. Of a single network they are the same.
 */
export class Head implements NetworkHead {
  readonly lossLoops: LossLoops;
  readonly t: Memory;
  /** The output: the mean over the members. */
  readonly y: Memory;
  readonly scale: Memory;
  readonly rowLosses: Memory;
  readonly members: number;
  /** The outputs of the members, [rows, members · outputs]. */
  private readonly memberY: Memory;
  private readonly memberLosses: MemberLosses;
  /** The loops of the loss of a mean. */
  private readonly meanLoss: LossLoops;
  private readonly outputs: number;

  constructor(
    config: HeadConfig,
    { columns: outputs, fields }: Outputs,
    private readonly end: GraphEnd,
    private readonly affine: AffineOutput,
    private readonly layout: Layout,
    /** Value that is averaged at the end; the output where nothing is. */
    private readonly memberOutput: Value,
  ) {
    const { kernels } = layout;
    const { a, activate, isActivated = false } = end;
    this.outputs = outputs;
    this.lossLoops = config.loss
      ? lossLoops(kernels, config.loss, isActivated ? undefined : config.activation.type)
      : likelihoodLoops(kernels, fields);
    this.memberLosses = new MemberLosses(outputs, a.members, layout);
    this.t = this.memberLosses.t;
    this.rowLosses = this.memberLosses.rowLosses;
    this.scale = this.memberLosses.scale;
    this.memberY = activate ? layout.perRow(a.columns) : affine.a;
    this.members = a.members;
    if (a.members === 1) {
      this.y = this.memberY;
      this.meanLoss = this.lossLoops;
    } else {
      this.y = layout.perRow(outputs);
      this.meanLoss = config.loss ? lossLoops(kernels, config.loss) : this.lossLoops;
    }
  }

  memoryOf({ id }: Value): Memory | undefined {
    return this.members > 1 && id === this.memberOutput.id ? this.memberY : undefined;
  }

  forward(rows: number, pass: Pass): void {
    const { activate, mean } = this.end;
    const inHand = operationPass(pass, this.layout.kernels);
    activate?.forward([this.affine.a.vector], this.memberY.vector, rows, inHand);
    mean?.forward([this.memberY.vector], this.y.vector, rows, inHand);
  }

  losses(rows: number): void {
    const { affine, y, t, rowLosses, outputs } = this;
    const vectors = { a: affine.a.vector, y: y.vector, t: t.vector, losses: rowLosses.vector };
    this.meanLoss.forward(vectors, rows, outputs);
  }

  trainingLosses(rows: number): void {
    this.memberLosses.forward(this.lossLoops, this.memberOutputs, rows);
  }

  backward(rows: number, pass: Pass): void {
    const da = this.affine.da.vector;
    this.memberLosses.backward(this.lossLoops, this.memberOutputs, da, rows);
    if (!this.lossLoops.isFused) this.activationBackward(da, rows, pass);
  }

  pullBack(dy: Float64Array, rows: number, pass: Pass): void {
    const { affine, members, outputs, layout } = this;
    const da = affine.da.vector;
    layout.kernels.runInJs([], [da], (values) => {
      for (let i = 0, k = 0; i < rows; i++) {
        for (let member = 0; member < members; member++)
          for (let j = 0; j < outputs; j++, k++) values[k] = dy[i * outputs + j] / members;
      }
    });
    this.activationBackward(da, rows, pass);
  }

  private activationBackward(da: Vector, rows: number, pass: Pass): void {
    const inHand = operationPass(pass, this.layout.kernels);
    this.end.activate?.backward([this.affine.a.vector], this.memberY.vector, da, [da], rows, inHand);
  }

  private get memberOutputs() {
    return { a: this.affine.a.vector, y: this.memberY.vector };
  }
}
