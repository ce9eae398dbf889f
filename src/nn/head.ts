import { type Operation, operationPass, type Pass } from './graph/operation.js';
import type { ActivationConfig } from './layers/activation.js';
import type { AffineConfig } from './layers/dense.js';
import type { Layout, Memory } from './layout.js';
import type { LossName } from './losses/index.js';
import { type LossLoops, lossLoops } from './losses/loops.js';
import type { Variant } from './variants.js';

/** The `head` section of a resolved config. */
export interface HeadConfig extends AffineConfig {
  readonly activation: ActivationConfig;
  readonly loss: Variant<LossName>;
}

/** Memory of the head's affine map: a, and the loss's gradient with respect to it. */
interface AffineOutput {
  readonly a: Memory;
  readonly da: Memory;
}

/** Activation y = f(a) after the head's affine map, and the loss of y and the targets t. */
export class Head {
  readonly lossLoops: LossLoops;
  readonly t: Memory;
  readonly y: Memory;
  /** The weight of each row's loss in the gradient. */
  readonly scale: Memory;
  readonly rowLosses: Memory;

  constructor(
    config: HeadConfig,
    private readonly outputs: number,
    /** Operation of the activation; null for the identity: y is a. */
    readonly activate: Operation | null,
    private readonly affine: AffineOutput,
    private readonly layout: Layout,
  ) {
    this.lossLoops = lossLoops(layout.kernels, config.loss, config.activation.type);
    this.t = layout.perRow(outputs);
    this.rowLosses = layout.perRow(1);
    this.scale = layout.perRow(1);
    this.y = activate ? layout.perRow(outputs) : affine.a;
  }

  forward(rows: number, pass: Pass): void {
    this.activate?.forward([this.affine.a.vector], this.y.vector, rows, this.inHand(pass));
  }

  /** Computes the loss of each row, after `forward`. */
  losses(rows: number): void {
    const { affine, y, t, rowLosses, outputs } = this;
    const vectors = { a: affine.a.vector, y: y.vector, t: t.vector, losses: rowLosses.vector };
    this.lossLoops.forward(vectors, rows, outputs);
  }

  /** Computes da, the gradient of Σ scaleᵢ ℓᵢ with respect to a, after `forward`. */
  backward(rows: number, pass: Pass): void {
    const { affine, y, t, scale, outputs, lossLoops, activate } = this;
    const [a, da] = [affine.a.vector, affine.da.vector];
    lossLoops.backward({ a, y: y.vector, t: t.vector, scale: scale.vector, gradient: da }, rows, outputs);
    if (!lossLoops.isFused) activate?.backward([a], y.vector, da, [da], rows, this.inHand(pass));
  }

  /** Computes da from dy, after `forward`. */
  pullBack(dy: Float64Array, rows: number, pass: Pass): void {
    const [a, da] = [this.affine.a.vector, this.affine.da.vector];
    this.layout.kernels.runInJs([], [da], (values) => values.set(dy.subarray(0, rows * this.outputs)));
    this.activate?.backward([a], this.y.vector, da, [da], rows, this.inHand(pass));
  }

  private inHand(pass: Pass) {
    return operationPass(pass, this.layout.kernels);
  }
}
