import { headSchema } from '../../../src/config/head.js';
import { layerSchema } from '../../../src/config/layers.js';
import { optimizerSchema } from '../../../src/config/optimizer.js';
import { trainingSchema } from '../../../src/config/training.js';
import type { Kernels } from '../../../src/kernels/index.js';
import type { Pass } from '../../../src/nn/layers/index.js';
import { type HeadConfig, Network } from '../../../src/nn/network.js';
import { normal, random } from '../../../src/random.js';
import { Batches, type BatchRows, batchSizes, largestBatch } from '../../../src/training/batches.js';
import { createWorkspace } from '../../../src/training/create_workspace.js';
import type { Objective, Part } from '../../../src/training/objective/objective.js';
import { allocateStepMemory, type StepMemory } from '../../../src/training/optimizer/step_memory.js';
import type { OptimizerConfig } from '../../../src/training/options.js';
import { evaluationPass } from '../../../src/training/passes.js';
import type { Workspace } from '../../../src/training/workspace.js';

/** Columns of x, and so of what the refiner gives. */
const INPUTS = 3;

/**
 * Two networks with a shared input x and a loss each, as an adversary or a decoder would have: the refiner f moves x,
 * the judge g predicts t from z = x + f(x). The judge minimizes ℓ(g(z), t), the refiner ℓ(f(x), u) + ℓ(g(z), t): the
 * gradient with respect to the judge's input flows into the refiner.
 */
export class TwoNetworks implements Objective {
  readonly kernels: Kernels;
  readonly parts: readonly Part[];
  private readonly judgeLoss: Float64Array;
  private readonly refinerLoss: Float64Array;
  private readonly moveLoss: Float64Array;
  /** The gradient of the refiner's own loss, while that of the judge's is added. */
  private readonly moveGradient: Float64Array;

  constructor(
    readonly judge: Network,
    readonly refiner: Network,
    /** Data in the backend's memory: x and u have INPUTS columns, t has one. */
    private readonly data: Readonly<Record<'x' | 't' | 'u', Float64Array>>,
    private readonly batch: BatchRows,
    private readonly memory: StepMemory,
  ) {
    const { kernels } = judge.layout;
    this.kernels = kernels;
    [this.judgeLoss, this.refinerLoss, this.moveLoss] = [1, 1, 1].map((n) => kernels.allocate(n));
    this.moveGradient = kernels.allocate(refiner.g.length);
    const refine = (rows: number, pass: Pass) => this.refinerGradient(rows, pass);
    const judging = (rows: number, pass: Pass) => this.judgeGradient(rows, pass);
    this.parts = [
      { name: 'judge', network: judge, loss: this.judgeLoss, gradient: judging },
      { name: 'refiner', network: refiner, loss: this.refinerLoss, gradient: refine },
    ];
  }

  prepare(rows: number): void {
    for (const { network } of this.parts) network.scale.fill(1 / rows, 0, rows);
    this.memory.total[0] = rows;
  }

  load(rows: number): void {
    const { kernels, judge, refiner, data, batch } = this;
    const { order, from } = batch;
    kernels.gather(data.x, order, from, refiner.x, rows, INPUTS);
    kernels.gather(data.u, order, from, refiner.t, rows, INPUTS);
    kernels.gather(data.t, order, from, judge.t, rows, 1);
  }

  sum(): void {
    this.kernels.add(this.judgeLoss, this.refinerLoss, this.memory.sum, 1);
  }

  /** g(x + f(x)), with the sum of its losses in `judgeLoss`. */
  private judged(rows: number, pass: Pass): void {
    const { kernels, judge, refiner, batch } = this;
    refiner.forward(rows, pass);
    kernels.add(refiner.x, refiner.y, judge.x, rows * INPUTS);
    judge.forward(rows, pass);
    kernels.weightedSum(judge.losses(rows), null, batch.order, batch.from, this.judgeLoss, rows);
  }

  private judgeGradient(rows: number, pass: Pass): void {
    this.judged(rows, pass);
    this.judge.backward(this.judge.scale, rows, pass);
    this.judge.addPenaltyGradients();
  }

  // df(x) = dℓ(f(x), u) + dz
  private refinerGradient(rows: number, pass: Pass): void {
    const { kernels, judge, refiner, batch, moveLoss, moveGradient, refinerLoss } = this;
    this.judged(rows, pass);
    kernels.weightedSum(refiner.losses(rows), null, batch.order, batch.from, moveLoss, rows);
    kernels.add(moveLoss, this.judgeLoss, refinerLoss, 1);
    refiner.backward(refiner.scale, rows, pass);
    kernels.copy(refiner.g, moveGradient, moveGradient.length);
    judge.backward(judge.scale, rows, pass);
    refiner.pullBack(judge.dx!, rows, pass);
    kernels.add(refiner.g, moveGradient, refiner.g, moveGradient.length);
    refiner.addPenaltyGradients();
  }

  /** The mean of the judge's loss over the first `rows` rows, in evaluation mode. */
  measure(rows: number): number {
    const { judge, refiner, data } = this;
    refiner.x.set(data.x.subarray(0, rows * INPUTS));
    judge.t.set(data.t.subarray(0, rows));
    refiner.forward(rows, evaluationPass);
    for (let i = 0; i < rows * INPUTS; i++) judge.x[i] = refiner.x[i] + refiner.y[i];
    judge.forward(rows, evaluationPass);
    const losses = judge.losses(rows);
    return losses.subarray(0, rows).reduce((sum, loss) => sum + loss, 0) / rows;
  }
}

export interface Settings {
  readonly refinerLayers?: readonly object[];
  readonly judgeLayers?: readonly object[];
  /** Optimizers of the judge, then of the refiner. */
  readonly optimizers?: readonly object[];
  readonly training?: object;
  readonly penalties?: { readonly l1: number; readonly l2: number };
  readonly rows?: number;
}

/** Two networks to be trained on random numbers, with memory for their batches. */
export function twoNetworks(
  kernels: Kernels,
  {
    refinerLayers = [{ type: 'dense', units: 4, activation: 'tanh' }],
    judgeLayers = [{ type: 'dense', units: 5, activation: 'tanh' }],
    optimizers = [{ type: 'adam' }, { type: 'adam' }],
    training = {},
    penalties = { l1: 0, l2: 0 },
    rows = 22,
  }: Settings = {},
): Workspace & { readonly objective: TwoNetworks } {
  const config = {
    optimizer: optimizerSchema.parse({ type: 'adam' }) as OptimizerConfig,
    training: trainingSchema.parse({ epochs: 4, batch_size: 8, ...training }),
  };
  const network = (layers: readonly object[], outputs: number) => {
    const head = headSchema.parse({ activation: 'identity', loss: 'mse' }) as HeadConfig;
    const parsed = layers.map((layer) => layerSchema.parse(layer));
    const options = { inputGradient: true };
    return new Network({ layers: parsed, head, penalties }, INPUTS, outputs, kernels, options);
  };
  const [judge, refiner] = [network(judgeLayers, 1), network(refinerLayers, INPUTS)];
  const sizes = batchSizes(config.training, rows, judge, refiner);
  for (const each of [judge, refiner]) each.allocate(largestBatch(sizes));
  const rng = random(3, 'data');
  const draw = (length: number) => {
    const vector = kernels.allocate(length);
    for (let i = 0; i < length; i++) vector[i] = normal(rng);
    return vector;
  };
  const data = { x: draw(rows * INPUTS), t: draw(rows), u: draw(rows * INPUTS) };
  const batches = new Batches(kernels, rows, sizes);
  const memory = allocateStepMemory(kernels, 2);
  const place = { order: batches.order, from: memory.from };
  const objective = new TwoNetworks(judge, refiner, data, place, memory);
  const workspace = createWorkspace({
    ...{ config, objective, batches, memory },
    optimizers: optimizers.map((options) => optimizerSchema.parse(options) as OptimizerConfig),
    validate: () => ({ loss: objective.measure(sizes.size) }),
  });
  return { ...workspace, objective };
}
