import type { GanConfig } from '../../config/objective.js';
import { MlpError } from '../../errors.js';
import type { Kernels } from '../../kernels/index.js';
import {
  type AdversarialLoss,
  adversarialLosses,
  discriminatorName,
  Presented,
} from '../../nn/adversarial/index.js';
import type { Pass } from '../../nn/layers/index.js';
import type { Network } from '../../nn/network.js';
import { normal } from '../../random.js';
import type { BatchRows } from '../batches.js';
import type { StepMemory } from '../optimizer/step_memory.js';
import type { ObjectiveData } from './index.js';
import type { Objective, Part } from './objective.js';

/**
 * Generator G and discriminator D of a generative adversarial network, Goodfellow et al. 2014, algorithm 1 with k = 1:
 * a step of D on a batch of real rows and as many sampled ones, then one of G on a batch that is drawn anew, through
 * the gradient with respect to D's input. The loss that is reported is D's, of a real and a sampled row together.
 */
export class Adversarial implements Objective {
  readonly kernels: Kernels;
  readonly parts: readonly Part[];
  readonly whole: Network;
  /** The discriminator. */
  readonly judge: Network;

  private readonly presented: Presented;
  private readonly loss: AdversarialLoss;
  private readonly realLabel: number;
  private readonly batch: BatchRows;
  private readonly memory: StepMemory;
  private readonly data: Float64Array;
  /** Weights of all rows, in the backend's memory; null where all are 1. */
  private readonly weights: Float64Array | null;
  private readonly judgeLoss: Float64Array;
  private readonly generatorLoss: Float64Array;
  /** Labels and weights of the rows of D's batch, [2 rows]; what G has of them is in the first half. */
  private readonly judged: { readonly t: Float64Array; readonly scale: Float64Array };
  private readonly generated: { readonly t: Float64Array; readonly scale: Float64Array };
  /** The gradient with respect to what the generator gives, [rows, columns]. */
  private readonly dy: Float64Array;

  /** `weights` are those of all rows of the split: see rowWeights. `order` holds the rows of the batches. */
  constructor(
    { network, split, weights, order, memory }: ObjectiveData,
    { loss, label_smoothing: smoothing }: Pick<GanConfig, 'loss' | 'label_smoothing'>,
  ) {
    const { kernels } = network.layout;
    this.kernels = kernels;
    this.whole = network;
    this.judge = network.discriminator!;
    this.presented = new Presented(kernels, network.outputSpec.fields);
    this.loss = adversarialLosses[loss];
    this.realLabel = 1 - smoothing;
    this.batch = { order, from: memory.from };
    this.memory = memory;
    [this.judgeLoss, this.generatorLoss] = [kernels.allocate(1), kernels.allocate(1)];
    const most = network.scale.length;
    const labels = (rows: number) => ({ t: kernels.allocate(rows), scale: kernels.allocate(rows) });
    this.judged = labels(2 * most);
    this.generated = labels(most);
    this.dy = kernels.allocate(most * network.outputs);
    this.weights = weights && kernels.allocate(weights.length);
    this.weights?.set(weights!);
    const data = kernels.toBackendMemory(split.t);
    if (!data) throw new MlpError('config', 'there is no memory for so many rows; use --backend js');
    this.data = data;
    this.parts = [
      {
        name: discriminatorName,
        network: this.judge,
        loss: this.judgeLoss,
        gradient: (rows, pass) => this.judgeGradient(rows, pass),
      },
      {
        name: '',
        network,
        loss: this.generatorLoss,
        gradient: (rows, pass) => this.generatorGradient(rows, pass),
      },
    ];
  }

  prepare(rows: number): void {
    const { judged, generated, loss, memory } = this;
    judged.t.fill(this.realLabel, 0, rows).fill(0, rows, 2 * rows);
    judged.scale.fill(1 / rows, 0, 2 * rows);
    generated.t.fill(loss.label, 0, rows);
    generated.scale.fill(loss.sign / rows, 0, rows);
    memory.total[0] = rows;
  }

  /** Puts the real rows into the first half of D's batch. */
  load(rows: number): void {
    const { kernels, data, batch, judge, whole } = this;
    kernels.gather(data, batch.order, batch.from, judge.x, rows, whole.outputs);
  }

  private judgeGradient(rows: number, pass: Pass): void {
    const { kernels, judge, judged, weights, batch, whole } = this;
    // of a pass that is frozen the rows stay as they are
    if (!pass.frozen)
      this.generate(rows, pass, judge.x.subarray(rows * whole.outputs, 2 * rows * whole.outputs));
    kernels.copy(judged.t, judge.t, 2 * rows);
    kernels.copy(judged.scale, judge.scale, 2 * rows);
    if (weights) {
      kernels.gather(weights, batch.order, batch.from, judge.scale, rows, 1);
      kernels.multiply(judge.scale, judged.scale, judge.scale, rows);
    }
    this.judgeRows(2 * rows, rows, pass, this.judgeLoss);
    judge.addPenaltyGradients();
  }

  // dG(z) = dx of D, the way back through what D sees of it
  private generatorGradient(rows: number, pass: Pass): void {
    const { kernels, judge, whole, generated, presented, dy } = this;
    this.generate(rows, pass, judge.x);
    kernels.copy(generated.t, judge.t, rows);
    kernels.copy(generated.scale, judge.scale, rows);
    this.judgeRows(rows, rows, pass, this.generatorLoss);
    presented.backward(whole.y, judge.dx!, dy, rows);
    whole.pullBack(dy, rows, pass);
    whole.addPenaltyGradients();
  }

  /** Samples rows into v, as D sees them, from codes that are drawn unless the pass is frozen. */
  private generate(rows: number, pass: Pass, v: Float64Array): void {
    const { kernels, whole, presented } = this;
    const n = rows * whole.inputs;
    if (!pass.frozen)
      kernels.runInJs([], [whole.x], (codes) => {
        for (let i = 0; i < n; i++) codes[i] = normal(pass.random);
      });
    whole.forward(rows, pass);
    presented.forward(whole.y, v, rows);
  }

  /** Sends rows through D and back; `sum` becomes Σ s ℓ, which is to be divided by the rows of a batch. */
  private judgeRows(count: number, rows: number, pass: Pass, sum: Float64Array): void {
    const { kernels, judge } = this;
    judge.forward(count, pass);
    kernels.runInJs([judge.trainingLosses(count), judge.scale], [sum], (losses, scale, out) => {
      let total = 0;
      for (let i = 0; i < count; i++) if (scale[i] !== 0) total += scale[i] * losses[i];
      out[0] = rows * total;
    });
    judge.backward(judge.scale, count, pass);
  }

  /** The discriminator's loss; the generator's where that is not finite. */
  sum(): void {
    const { kernels, judgeLoss, generatorLoss, memory } = this;
    kernels.runInJs([judgeLoss, generatorLoss], [memory.sum], ([ofJudge], [ofGenerator], out) => {
      out[0] = Number.isFinite(ofGenerator) ? ofJudge : ofGenerator;
    });
  }
}
