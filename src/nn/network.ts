import { type Kernels, numbersOf } from '../kernels/index.js';
import { allFinite } from '../math/all_finite.js';
import type { Random } from '../random.js';
import { type AdversarialConfig, discriminatorHead, discriminatorName } from './adversarial/config.js';
import { buildGraph, type NetworkConfig } from './build_graph.js';
import { type Inputs, plainInputs } from './encoders/index.js';
import { GaussianHead, gaussianOf } from './gaussian/index.js';
import { Execution } from './graph/execution.js';
import { type Graph, isInHead, type LayerNode, operationsOf, type Value } from './graph/graph.js';
import type { Pass } from './graph/operation.js';
import { Head, type NetworkHead } from './head.js';
import { Layout, type Memory, type Parameter, type Tensor } from './layout.js';
import { type Outputs, plainOutputs } from './likelihood/index.js';
import { type Loss, losses } from './losses/index.js';
import { addPenaltyGradients, penalty } from './penalty.js';
import { restoreSnapshot, takeSnapshot } from './snapshot.js';
import { findLatent, type LatentNode } from './variational/find.js';

export type { NetworkConfig } from './build_graph.js';
export type { HeadConfig } from './head.js';

/**
 * A multi-layer perceptron: encoders of inputs where there are any, layers, then a head (affine map, activation, loss).
 * Building it claims no memory; `allocate` claims all of it, once, and from then on nothing is allocated.
 *
 * x is [rows, inputs], y and the targets t are [rows, outputs].
 */
export class Network {
  /** Columns of x. */
  readonly inputs: number;
  /** Inputs that it was built for, with those that it encodes. */
  readonly inputSpec: Inputs;
  /** Columns of y. */
  readonly outputs: number;
  /** Outputs that it was built for, with the distributions that they are parameters of. */
  readonly outputSpec: Outputs;
  /** Place at which codes are drawn, of a variational autoencoder; null in other networks. */
  readonly latent: LatentNode | null;
  /** Network that judges what this one generates, with a memory of its own; null in other networks. */
  readonly discriminator: Network | null;
  readonly layout: Layout;
  readonly graph: Graph;
  readonly head: NetworkHead;
  /** All parameters and their gradients as flat vectors; the first `trainable` ones are the optimizer's. */
  w!: Float64Array;
  g!: Float64Array;
  trainable = 0;
  /** The layers and the head's affine map. */
  private readonly execution: Execution;
  /** Result of the check in `isFinite`: one number. */
  private readonly finite: Memory;

  constructor(
    readonly config: NetworkConfig,
    inputs: number | Inputs,
    outputs: number | Outputs,
    kernels: Kernels,
    { inputGradient = false } = {},
  ) {
    const layout = new Layout(kernels);
    const given = typeof inputs === 'number' ? plainInputs(inputs) : inputs;
    const wanted = typeof outputs === 'number' ? plainOutputs(outputs) : outputs;
    const graph = buildGraph(config, given, wanted.columns, layout);
    this.outputs = wanted.columns;
    this.outputSpec = wanted;
    this.inputs = given.columns;
    this.inputSpec = given;
    const [x] = graph.inputs;

    // what comes after a goes with the loss: see Head
    const before = operationsOf(graph.layers).filter(({ operation }) => !isInHead(graph.end, operation));
    const execution = new Execution(before, layout, [x], inputGradient ? [x] : []);
    this.execution = execution;
    this.head = headOf(config.head, wanted, graph, execution, layout);
    this.latent = findLatent(graph);
    this.layout = layout;
    this.finite = layout.fixed(1);
    this.graph = graph;
    this.discriminator = config.adversarial ? discriminatorOf(this, config.adversarial) : null;
  }

  get x(): Float64Array {
    return numbersOf(this.execution.value(this.graph.inputs[0]).vector);
  }
  get t(): Float64Array {
    return numbersOf(this.head.t.vector);
  }
  /** The weight of each row's loss in the gradient: for `backward`, in the network's own memory. */
  get scale(): Float64Array {
    return numbersOf(this.head.scale.vector);
  }
  get y(): Float64Array {
    return numbersOf(this.head.y.vector);
  }
  /**
   * Moments of outputs that are means of normal distributions, [rows, 2 outputs]: the means, then the variances; null
   * where outputs have no variance.
   */
  get moments(): Float64Array | null {
    const { outputMoments } = this.head;
    return outputMoments ? numbersOf(outputMoments.vector) : null;
  }
  /** Members of the ensemble that the network is; 1 for a single network. */
  get members(): number {
    return this.head.members;
  }
  /** The loss of each row, after `losses` or `trainingLosses`. */
  get rowLosses(): Float64Array {
    return numbersOf(this.head.rowLosses.vector);
  }
  /** The gradient with respect to x, after backward; null unless asked for when the network was built. */
  get dx(): Float64Array | null {
    const gradient = this.execution.gradient(this.graph.inputs[0]);
    return gradient && numbersOf(gradient.vector);
  }
  /** The loss of the head; that of a generator is made of the likelihoods of its columns. */
  get loss(): Loss | null {
    const { loss } = this.config.head;
    return loss ? losses[loss.type] : null;
  }
  get parameters(): readonly Parameter[] {
    return this.layout.parameters;
  }
  /** Everything that a model file holds: parameters and running statistics, then those of the discriminator. */
  get tensors(): readonly Tensor[] {
    const judging = this.discriminator?.tensors ?? [];
    return [
      ...this.layout.parameters,
      ...this.layout.statistics,
      ...judging.map((tensor) => ({ ...tensor, name: `${discriminatorName}.${tensor.name}` })),
    ];
  }

  /** Numbers in tensors and in memory for a pass of `rows`, with those of the discriminator: see Layout. */
  count(rows: number): ReturnType<Layout['count']> {
    const alone = this.layout.count(rows);
    const judging = this.discriminator?.count(judgedRows(rows));
    if (!judging) return alone;
    return {
      trainable: alone.trainable + judging.trainable,
      parameters: alone.parameters + judging.parameters,
      statistics: alone.statistics + judging.statistics,
      pass: alone.pass + judging.pass,
    };
  }

  /**
   * Claims memory for batches of up to `rows`.
   *
   * @throws MlpError where it cannot be had.
   */
  allocate(rows: number): this {
    const { w, g } = this.layout.allocate(rows);
    this.w = w;
    this.g = g;
    this.trainable = this.layout.count(rows).trainable;
    this.execution.bind();
    this.discriminator?.allocate(judgedRows(rows));
    return this;
  }

  /** Gives every tensor its initial values, drawing from `rng` in the order of the layers. */
  initialize(rng: Random): void {
    for (const { view, initialize } of this.layout.parameters) initialize(view, rng);
    for (const { view, initial } of this.layout.statistics) view.fill(initial);
    this.discriminator?.initialize(rng);
  }

  /**
   * y = f(x) for the first `rows` rows of x; or, with `from`, from the output of layer from − 1 on, which holds the
   * rows then.
   */
  forward(rows: number, pass: Pass, from = 0): Float64Array {
    this.execution.forward(rows, pass, operationsOf(this.graph.layers.slice(0, from)).length);
    this.head.forward(rows, pass);
    return this.y;
  }

  /** Output of a layer after forward, [rows, its columns]. */
  outputOf(layer: LayerNode): Float64Array {
    return this.valueOf(layer.output);
  }

  /** Numbers of a value after forward, [rows, its columns]. */
  valueOf(value: Value): Float64Array {
    if (value === this.graph.output) return this.y;
    return numbersOf((this.head.memoryOf(value) ?? this.execution.value(value)).vector);
  }

  /** Computes the loss of y for each row, [rows], after `forward`; t holds the targets. */
  losses(rows: number): Float64Array {
    this.head.losses(rows);
    this.execution.addLosses(this.head.rowLosses.vector, rows);
    return this.rowLosses;
  }

  /**
   * Computes the loss that training minimizes, for each row: that of y, but for an ensemble the mean of the losses that
   * its members have by themselves.
   */
  trainingLosses(rows: number): Float64Array {
    this.head.trainingLosses(rows);
    this.execution.addLosses(this.head.rowLosses.vector, rows);
    return this.rowLosses;
  }

  /**
   * Computes the gradients of Σ scaleᵢ ℓᵢ of the loss that training minimizes, after `forward`; t holds the targets. A
   * vector that is not the network's `scale` is copied there.
   */
  backward(given: Float64Array, rows: number, pass: Pass): void {
    const { head, execution, layout } = this;
    if (given !== this.scale)
      layout.kernels.runInJs([], [head.scale.vector], (scale) => scale.set(given.subarray(0, rows)));
    head.backward(rows, pass);
    execution.backward(rows, pass, head.scale.vector);
  }

  /**
   * dx = (∂y/∂x)ᵀ dy after forward, for any dy, [rows, outputs]: a product of a vector with the Jacobian, row by row.
   * Parameter gradients are those of Σ dy ∘ y.
   */
  pullBack(dy: Float64Array, rows: number, pass: Pass): void {
    this.head.pullBack(dy, rows, pass);
    this.execution.backward(rows, pass);
  }

  /** Copies all weights and running statistics, the discriminator's too, into one vector: `copy`, or a new one. */
  snapshot(copy: Float64Array = new Float64Array(this.snapshotLength)): Float64Array {
    takeSnapshot(this.w, this.layout, copy);
    this.discriminator?.snapshot(copy.subarray(copy.length - this.discriminator.snapshotLength));
    return copy;
  }

  /** Puts back what `snapshot` copied. */
  restore(copy: Float64Array): void {
    restoreSnapshot(copy, this.w, this.layout);
    this.discriminator?.restore(copy.subarray(copy.length - this.discriminator.snapshotLength));
  }

  private get snapshotLength(): number {
    const { parameters, statistics } = this.count(0);
    return parameters + statistics;
  }

  isFinite(): boolean {
    const { layout } = this;
    const result = numbersOf(this.finite.vector);
    return [this.w, ...layout.statistics.map(({ view }) => view)].every((values) => {
      layout.kernels.allFinite(values, result, values.length);
      return result[0] === 1;
    });
  }

  /**
   * Name of the first tensor or layer, in the order of the forward pass, that holds a number that is not finite: after
   * a divergence.
   */
  firstNotFinite(): string {
    const broken = this.tensors.find(({ view }) => !allFinite(view));
    if (broken) return broken.name;
    const layer = this.graph.layers.slice(0, -1).find((each) => !allFinite(this.outputOf(each)));
    return layer ? `output of ${layer.name}` : 'head';
  }

  /** Σ l1·‖W‖₁ + l2/2·‖W‖² over the weights that the config penalizes. */
  penalty(): number {
    return penalty(this.parameters);
  }

  // dW += l1 sign(W) + l2 W
  addPenaltyGradients(): void {
    addPenaltyGradients(this.parameters, this.layout.kernels);
  }
}

/** The head of a graph, its memory claimed from `layout`. */
function headOf(
  config: NetworkConfig['head'],
  outputs: Outputs,
  { layers, end, output }: Graph,
  execution: Execution,
  layout: Layout,
): NetworkHead {
  const { a, mean, gaussian } = end;
  const affine = { a: execution.value(a), da: execution.gradient(a)! };
  const options = gaussianOf(config.loss, outputs.columns);
  if (gaussian && options) {
    return new GaussianHead(options, outputs.columns, { ...end, gaussian, output }, affine, layout);
  }
  const averaged = operationsOf(layers).find(({ operation }) => operation === mean)?.inputs[0];
  return new Head(config, outputs, end, affine, layout, averaged ?? output);
}

/** Rows of a discriminator's batch: real ones and as many that were sampled. */
const judgedRows = (rows: number): number => 2 * rows;

/** The network that judges what a generator gives: from its columns to one output. */
const discriminatorOf = (
  { config: { penalties }, outputs, layout }: Network,
  adversarial: AdversarialConfig,
): Network =>
  new Network(
    {
      layers: adversarial.discriminator,
      layersAt: 'training.objective.discriminator',
      head: discriminatorHead(adversarial),
      penalties,
    },
    outputs,
    1,
    layout.kernels,
    { inputGradient: true },
  );
