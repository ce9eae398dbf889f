import type { Kernels } from '../kernels/index.js';
import { allFinite } from '../math/all_finite.js';
import type { Random } from '../random.js';
import { type ActivationName, activations } from './activations/index.js';
import { Activate, type ActivationConfig } from './layers/activation.js';
import { type AffineConfig, buildAffine } from './layers/dense.js';
import { type Layer, type LayerConfig, type LayerType, layerTypes, type Pass } from './layers/index.js';
import { Sequential } from './layers/sequential.js';
import { Layout, type Memory, type Parameter, type Tensor } from './layout.js';
import { type Loss, type LossName, losses } from './losses/index.js';
import { type LossLoops, lossLoops } from './losses/loops.js';
import type { Variant } from './variants.js';

export interface HeadConfig extends AffineConfig {
  readonly activation: ActivationConfig;
  readonly loss: Variant<LossName>;
}

export interface NetworkConfig {
  readonly layers: readonly LayerConfig[];
  readonly head: HeadConfig;
  /** Penalties for weights whose layer says nothing of its own. */
  readonly penalties: { readonly l1: number; readonly l2: number };
}

const buildLayer = (config: LayerConfig, inputs: number, layout: Layout): Layer =>
  (layerTypes[config.type as keyof typeof layerTypes] as LayerType).build(config, inputs, layout);

/**
 * A multi-layer perceptron: layers, then a head (affine map, activation, loss). Building it claims no memory;
 * `allocate` claims all of it, once, and from then on nothing is allocated.
 *
 * x is [rows, inputs], y and the targets t are [rows, outputs].
 */
export class Network {
  readonly layout: Layout;
  readonly layers: readonly Layer[];
  readonly loss: Loss;
  /** All parameters and their gradients as flat vectors; the first `trainable` ones are the optimizer's. */
  w!: Float64Array;
  g!: Float64Array;
  trainable = 0;

  /** The batch: the caller fills x and t, forward fills a and y. */
  private readonly input: Memory;
  private readonly target: Memory;
  private readonly rowScale: Memory;
  private readonly affine: Memory;
  private readonly output: Memory;
  private readonly dAffine: Memory;
  private readonly dInput: Memory | null;
  private readonly rowLoss: Memory;

  /** The layers, then the head's affine map. */
  readonly stack: Sequential;
  /** The head's activation; null for the identity. */
  readonly activate: Activate | null;
  readonly lossLoops: LossLoops;

  constructor(
    readonly config: NetworkConfig,
    readonly inputs: number,
    readonly outputs: number,
    kernels: Kernels,
    { inputGradient = false } = {},
  ) {
    const { head } = config;
    const layout = new Layout(buildLayer, kernels, config.penalties);
    let width = inputs;
    this.layers = config.layers.map((layer, i) => {
      const built = layout.layer(`layers.${i}`, layer, width);
      width = built.outputs;
      return built;
    });
    const affine = layout.within('head', () =>
      buildAffine(head, width, outputs, head.activation.type, layout),
    );
    this.stack = new Sequential([...this.layers, affine], inputs, layout);
    this.input = layout.perRow(inputs);
    this.target = layout.perRow(outputs);
    this.affine = layout.perRow(outputs);
    this.dAffine = layout.perRow(outputs);
    this.rowLoss = layout.perRow(1);
    this.rowScale = layout.perRow(1);
    this.dInput = inputGradient ? layout.perRow(inputs) : null;

    const linear = head.activation.type === 'identity';
    this.output = linear ? this.affine : layout.perRow(outputs);
    this.activate = linear ? null : new Activate(head.activation, outputs, kernels);
    this.loss = losses[head.loss.type];
    this.lossLoops = lossLoops(kernels, head.loss, head.activation.type);
    this.layout = layout;
  }

  get x(): Float64Array {
    return this.input.view;
  }
  get t(): Float64Array {
    return this.target.view;
  }
  /** The weight of each row's loss in the gradient: for `backward`, in the network's own memory. */
  get scale(): Float64Array {
    return this.rowScale.view;
  }
  get y(): Float64Array {
    return this.output.view;
  }
  /** The loss of each row, after `losses`. */
  get rowLosses(): Float64Array {
    return this.rowLoss.view;
  }
  /** The gradient with respect to x, after backward; null unless asked for when the network was built. */
  get dx(): Float64Array | null {
    return this.dInput?.view ?? null;
  }
  get parameters(): readonly Parameter[] {
    return this.layout.parameters;
  }
  /** Everything that a model file holds: parameters and running statistics. */
  get tensors(): readonly Tensor[] {
    return [...this.layout.parameters, ...this.layout.statistics];
  }

  /** Claims memory for batches of up to `rows`. Throws an MlpError where it cannot be had. */
  allocate(rows: number): this {
    const { w, g } = this.layout.allocate(rows);
    this.w = w;
    this.g = g;
    this.trainable = this.layout.count(rows).trainable;
    return this;
  }

  /** Gives every tensor its initial values, drawing from `rng` in the order of the layers. */
  initialize(rng: Random): void {
    for (const { view, initialize } of this.layout.parameters) initialize(view, rng);
    for (const { view, initial } of this.layout.statistics) view.fill(initial);
  }

  /** y = f(x) for the first `rows` rows of x; or, with `from`, from the output of layers[from − 1] on, which holds the rows then. */
  forward(rows: number, pass: Pass, from = 0): Float64Array {
    this.stack.forward(this.x, this.affine.view, rows, pass, from);
    this.activate?.forward(this.affine.view, this.y, rows);
    return this.y;
  }

  /** The output of layers[i], [rows, its outputs], after forward. */
  layerOutput(i: number): Float64Array {
    return this.stack.values[i].view;
  }

  /** The loss of each row, after forward; t holds the targets. */
  losses(rows: number): Float64Array {
    const { y, t, outputs } = this;
    const rowLoss = this.rowLoss.view;
    this.lossLoops.forward({ a: this.affine.view, y, t, losses: rowLoss }, rows, outputs);
    return rowLoss;
  }

  /** The gradients of Σ scaleᵢ ℓᵢ, after forward; t holds the targets. A scale that is not the network's own is copied. */
  backward(given: Float64Array, rows: number, pass: Pass): void {
    const { scale } = this;
    if (given !== scale) this.layout.kernels.host(() => scale.set(given.subarray(0, rows)));
    const { y, t, outputs } = this;
    const a = this.affine.view;
    const da = this.dAffine.view;
    this.lossLoops.backward({ a, y, t, scale, gradient: da }, rows, outputs);
    if (!this.lossLoops.isFused) this.activate?.backward(a, y, da, da, rows);
    this.stack.backward(this.x, a, da, this.dx, rows, pass);
  }

  /**
   * dx = (∂y/∂x)ᵀ dy after forward, for any dy, [rows, outputs]: a product of a vector with the Jacobian, row by row.
   * Parameter gradients are those of Σ dy ∘ y.
   */
  pullBack(dy: Float64Array, rows: number, pass: Pass): void {
    const a = this.affine.view;
    const da = this.dAffine.view;
    this.layout.kernels.host(() => da.set(dy.subarray(0, rows * this.outputs)));
    this.activate?.backward(a, this.y, da, da, rows);
    this.stack.backward(this.x, a, da, this.dx, rows, pass);
  }

  /** All weights and running statistics, in one vector: a copy, or into `copy`. */
  snapshot(
    copy: Float64Array = new Float64Array(this.tensors.reduce((sum, { size }) => sum + size, 0)),
  ): Float64Array {
    copy.set(this.w);
    let offset = this.w.length;
    for (const { view } of this.layout.statistics) {
      copy.set(view, offset);
      offset += view.length;
    }
    return copy;
  }

  /** Puts back what `snapshot` copied. */
  restore(copy: Float64Array): void {
    this.w.set(copy.subarray(0, this.w.length));
    let offset = this.w.length;
    for (const { view } of this.layout.statistics) {
      view.set(copy.subarray(offset, offset + view.length));
      offset += view.length;
    }
  }

  isFinite(): boolean {
    return allFinite(this.w) && this.layout.statistics.every(({ view }) => allFinite(view));
  }

  /** The first tensor or layer, in the order of the forward pass, that holds a number that is not finite: after a divergence. */
  firstNotFinite(): string {
    const broken = this.tensors.find(({ view }) => !allFinite(view));
    if (broken) return broken.name;
    const i = this.stack.values.findIndex(({ view }) => !allFinite(view));
    return i >= 0 ? `output of layers.${i}` : 'head';
  }

  /** Σ l1·‖W‖₁ + l2/2·‖W‖² over the weights that the config penalizes. */
  penalty(): number {
    let sum = 0;
    for (const { view: w, l1, l2 } of this.layout.parameters) {
      if (l1 > 0) for (let i = 0; i < w.length; i++) sum += l1 * Math.abs(w[i]);
      if (l2 > 0) for (let i = 0; i < w.length; i++) sum += (l2 / 2) * w[i] * w[i];
    }
    return sum;
  }

  // dW += l1 sign(W) + l2 W
  addPenaltyGradients(): void {
    if (this.parameters.some(({ l1, l2 }) => l1 > 0 || l2 > 0))
      this.layout.kernels.host(() => this.penalize());
  }

  private penalize(): void {
    for (const { view: w, gradient, trainable, l1, l2 } of this.layout.parameters) {
      if (!trainable) continue;
      const dw = gradient.view;
      if (l1 > 0) for (let i = 0; i < w.length; i++) dw[i] += l1 * Math.sign(w[i]);
      if (l2 > 0) for (let i = 0; i < w.length; i++) dw[i] += l2 * w[i];
    }
  }
}

/** Whether a head's output fits what its loss asks for: a range within its range, or a distribution. */
export function fits(activation: ActivationName, loss: Variant<LossName>): boolean {
  const predictions = (losses[loss.type] as Loss).predictions(loss);
  const { range, rowwise } = activations[activation] as { range: readonly [number, number]; rowwise?: true };
  if (predictions === 'distribution') return rowwise === true;
  return range[0] >= predictions[0] && range[1] <= predictions[1];
}
