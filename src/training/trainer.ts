import type { Dataset } from '../data/dataset.js';
import type { MetricName } from '../metrics/index.js';
import type { Network } from '../nn/network.js';
import { clipNorm, clipValue } from '../nn/optimizers/clip.js';
import { type FullBatchOptimizer, type Optimizer, optimizers } from '../nn/optimizers/index.js';
import { observeMetric, type Schedule, scheduledRate, schedules } from '../nn/schedules/index.js';
import { type Random, random, randomFromState, shuffle } from '../random.js';
import { fillBatch, rowWeights } from './batch.js';
import { predictSplit } from './evaluate.js';
import type { OptimizerConfig, TrainingConfig } from './options.js';
import { type Monitor, monitorOf, noProgress, observe, type Progress } from './progress.js';
import { headline, measure } from './report.js';

export interface TrainerConfig {
  readonly seed: number;
  readonly optimizer: OptimizerConfig;
  readonly training: TrainingConfig;
}

/** What one epoch came to: a line of metrics.jsonl. Epochs count from 1 here. */
export interface EpochRecord {
  readonly restart: number;
  readonly epoch: number;
  readonly step: number;
  readonly learning_rate: number;
  /** Of training until then, where somebody holds a clock. */
  readonly seconds?: number;
  /** The loss is the mean of the batch losses as they were met, class weights included; `penalty` is that of l1 and l2 at the end. */
  readonly train: { loss: number; penalty?: number };
  readonly validation?: { loss: number } & Partial<Record<MetricName, number>>;
}

/** Why a run of training ended. */
export type StopReason =
  | 'epochs'
  | 'early_stopping'
  | 'converged'
  | 'time_limit'
  | 'diverged'
  | 'interrupted';

/** Where training came to a number that is none: named so that a user can see what overflowed. */
export interface Divergence {
  readonly epoch: number;
  readonly step: number;
  readonly layer: string;
}

/** One of several initialisations, and what it came to. */
export interface RestartSummary {
  readonly restart: number;
  /** The monitored metric at the weights that were kept, and the epoch (from 1) they are of. */
  readonly value: number | null;
  readonly best_epoch: number;
  readonly epochs: number;
  readonly stop_reason: StopReason;
}

/** Everything that a run of training holds besides the data, as plain values: saved and restored without a change of a bit. */
export interface TrainerState {
  readonly restart: number;
  readonly epoch: number;
  readonly step: number;
  readonly batch: number;
  readonly latest: number | null;
  readonly lossSum: number;
  readonly weightSum: number;
  readonly learningRate: number;
  readonly shuffleState: readonly number[];
  readonly maskState: readonly number[];
  readonly progress: Progress;
  readonly converged: boolean;
  /** Vectors by name: w, statistics, slots, scalars, the best of each so far. */
  readonly vectors: Readonly<Record<string, Float64Array>>;
}

/**
 * One run of training from one initialisation: `step` takes one mini-batch (or one iteration of a full-batch method),
 * and after the last batch of an epoch `endEpoch` measures and decides. It knows nothing of clocks, files or terminals.
 */
export class Trainer {
  readonly monitor: Monitor;
  readonly batchRows: number;
  readonly batches: number;
  /** Epochs completed, steps taken, batches of the current epoch done. */
  epoch = 0;
  step = 0;
  batch = 0;
  stopReason: StopReason | null = null;
  divergence: Divergence | null = null;
  progress = noProgress();
  learningRate = 0;

  /** The monitored metric after the latest epoch. */
  private latest: number | null = null;
  private lossSum = 0;
  private weightSum = 0;
  private converged = false;
  private readonly order: Uint32Array;
  private readonly weights: Float64Array | null;
  private readonly scale: Float64Array;
  private shuffleState: readonly number[] = [];
  private shuffling: Random;
  private masks: Random;
  private readonly w: Float64Array;
  private readonly g: Float64Array;
  private readonly slots: Float64Array[];
  private readonly scalars: Float64Array;
  private readonly scheduleScalars: Float64Array;
  private readonly best: Float64Array | null;
  /** The weights at the end of the last epoch in which every number was finite. */
  private readonly lastGood: Float64Array;
  private readonly optimizer: Optimizer | FullBatchOptimizer;
  private readonly schedule: Schedule;

  constructor(
    readonly network: Network,
    private readonly dataset: Dataset,
    private readonly config: TrainerConfig,
    readonly restart: number,
    initialize?: (network: Network) => void,
  ) {
    const { training, optimizer, seed } = config;
    const { train, validation, preprocessing } = dataset;
    const { target } = preprocessing;
    const { kernels } = network.layout;
    this.monitor = monitorOf(training, validation !== undefined);
    this.batchRows = training.batch_size === 'full' ? train.rows : Math.min(training.batch_size, train.rows);
    this.batches = Math.ceil(train.rows / this.batchRows);
    this.order = new Uint32Array(train.rows);
    this.weights = rowWeights(train, target.kind === 'classes' ? target.classes : [], training.class_weight);
    this.scale = kernels.allocate(this.batchRows);

    const n = network.trainable;
    this.w = network.w.subarray(0, n);
    this.g = network.g.subarray(0, n);
    this.optimizer = kernels.twin(
      'optimizer',
      optimizer.type,
      optimizers[optimizer.type] as Optimizer | FullBatchOptimizer,
    );
    this.slots = Array.from({ length: this.optimizer.slots(optimizer) }, () => kernels.allocate(n));
    this.scalars = new Float64Array('scalars' in this.optimizer ? this.optimizer.scalars(optimizer) : 0);
    this.schedule = schedules[optimizer.schedule.type];
    this.scheduleScalars = new Float64Array(this.schedule.scalars ?? 0);
    const restore = training.restore_best ?? validation !== undefined;
    this.best = restore ? network.snapshot() : null;

    network.initialize(random(seed, 'weights', restart));
    initialize?.(network);
    this.lastGood = network.snapshot();
    this.shuffling = random(seed, 'shuffle', restart);
    this.masks = random(seed, 'masks', restart);
  }

  get atEndOfEpoch(): boolean {
    return this.batch === this.batches;
  }

  /** Takes one step. Sets `stopReason` where the loss is no longer a finite number. */
  runStep(): void {
    if (this.batch === 0) this.beginEpoch();
    this.step++;
    this.learningRate = this.rate();
    const finite = 'iterate' in this.optimizer ? this.iterate(this.optimizer) : this.descend(this.optimizer);
    if (!finite) this.diverge();
    this.batch++;
  }

  private beginEpoch(): void {
    this.lossSum = 0;
    this.weightSum = 0;
    this.shuffleState = this.shuffling.getState();
    this.shuffleOrder();
  }

  private shuffleOrder(): void {
    for (let i = 0; i < this.order.length; i++) this.order[i] = i;
    if (this.config.training.shuffle) shuffle(this.shuffling, this.order);
  }

  private rate(): number {
    const { optimizer, training } = this.config;
    // every optimizer's options have a learning_rate: see Optimizer
    const { learning_rate: base, schedule } = optimizer as OptimizerConfig & { learning_rate: number };
    const at = this.schedule.perStep ? this.epoch + this.batch / this.batches : this.epoch;
    return scheduledRate(
      this.schedule,
      base,
      at,
      training.epochs,
      schedule.warmup_epochs,
      schedule,
      this.scheduleScalars,
    );
  }

  /** One mini-batch. Returns whether its loss was finite; the weights stay as they are where it was not. */
  private descend(optimizer: Optimizer): boolean {
    const from = this.batch * this.batchRows;
    const rows = Math.min(this.batchRows, this.order.length - from);
    const { sum, total } = this.backpropagate(from, rows, {
      training: true,
      frozen: false,
      random: this.masks,
    });
    if (!Number.isFinite(sum)) return false;
    this.lossSum += sum;
    this.weightSum += total;
    this.clip();
    optimizer.step(
      this.w,
      this.g,
      this.slots,
      this.w.length,
      this.step,
      this.learningRate,
      this.config.optimizer,
    );
    return true;
  }

  /** One iteration over all the data. Returns whether the loss it came to is finite. */
  private iterate(optimizer: FullBatchOptimizer): boolean {
    let last = { sum: 0, total: 1 };
    const evaluate = () => {
      last = this.backpropagate(0, this.order.length, { training: true, frozen: false, random: this.masks });
      return last.sum / last.total + this.network.penalty();
    };
    const objective = { w: this.w, g: this.g, evaluate };
    const n = this.w.length;
    const { config, slots, scalars, learningRate } = this;
    const { loss, converged } = optimizer.iterate(
      objective,
      slots,
      scalars,
      n,
      learningRate,
      config.optimizer,
    );
    this.lossSum += last.sum;
    this.weightSum += last.total;
    this.converged = converged;
    return Number.isFinite(loss);
  }

  /** Fills g with the gradient of the batch. Returns Σ s ℓ and Σ s. */
  private backpropagate(
    from: number,
    rows: number,
    pass: { training: boolean; frozen: boolean; random: Random },
  ) {
    const { network, scale, order, weights } = this;
    fillBatch(network, this.dataset.train, order, from, rows);
    network.forward(rows, pass);
    const losses = network.losses(rows);
    let total = 0;
    for (let i = 0; i < rows; i++) {
      scale[i] = weights === null ? 1 : weights[order[from + i]];
      total += scale[i];
    }
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      if (scale[i] > 0) sum += scale[i] * losses[i];
      if (total > 0) scale[i] /= total;
    }
    network.backward(scale, rows, pass);
    network.addPenaltyGradients();
    return { sum, total };
  }

  private clip(): void {
    const { gradient_clip: limit } = this.config.training;
    if (limit?.norm !== undefined) clipNorm(this.g, this.w.length, limit.norm);
    if (limit?.value !== undefined) clipValue(this.g, this.w.length, limit.value);
  }

  /** Measures, keeps the best weights, tells the schedule, and decides whether to stop. */
  endEpoch(): EpochRecord {
    const { network, config } = this;
    this.epoch++;
    this.batch = 0;
    const train: EpochRecord['train'] = { loss: this.lossSum / this.weightSum };
    const penalty = network.penalty();
    if (penalty > 0) train.penalty = penalty;
    const validation = this.validate();
    const record: EpochRecord = {
      restart: this.restart,
      epoch: this.epoch,
      step: this.step,
      learning_rate: this.learningRate,
      train,
      ...(validation && { validation }),
    };
    if (!network.isFinite()) {
      this.diverge();
      return record;
    }
    network.snapshot(this.lastGood);
    const { schedule } = config.optimizer;
    const loss = (validation ?? train).loss;
    observeMetric(
      this.schedule,
      loss,
      this.epoch - 1,
      schedule.warmup_epochs,
      schedule,
      this.scheduleScalars,
    );
    const value = validation ? validation[this.monitor.metric] : train.loss;
    const stopping = config.training.early_stopping;
    this.latest = value ?? null;
    const isBest = observe(
      this.progress,
      this.monitor.metric,
      value ?? NaN,
      this.epoch,
      stopping?.min_delta ?? 0,
    );
    if (isBest && this.best) network.snapshot(this.best);
    if (stopping && this.progress.waited >= stopping.patience) this.stopReason = 'early_stopping';
    else if (this.converged) this.stopReason = 'converged';
    else if (this.epoch >= config.training.epochs) this.stopReason = 'epochs';
    return record;
  }

  private validate(): EpochRecord['validation'] {
    const { validation, preprocessing } = this.dataset;
    if (!validation) return undefined;
    const predictions = predictSplit(this.network, validation);
    const result: { loss: number } & Partial<Record<MetricName, number>> = { loss: predictions.loss };
    for (const name of [headline(preprocessing), this.monitor.metric]) {
      const value = measure(name, this.network, validation, preprocessing, predictions);
      if (value !== undefined) result[name] = value;
    }
    return result;
  }

  private diverge(): void {
    this.stopReason = 'diverged';
    this.divergence = { epoch: this.epoch + 1, step: this.step, layer: this.network.firstNotFinite() };
    this.network.restore(this.lastGood);
  }

  /** Leaves the network with the weights that this run is to be judged by: the best, or the last good ones. */
  finish(): void {
    if (this.best && this.progress.bestEpoch > 0) this.network.restore(this.best);
  }

  /** What came of it, once it has stopped. */
  summary(): RestartSummary {
    const { best, bestEpoch } = this.progress;
    const restored = this.best !== null && bestEpoch > 0;
    return {
      restart: this.restart,
      value: restored ? best : this.latest,
      best_epoch: restored ? bestEpoch : this.epoch,
      epochs: this.epoch,
      stop_reason: this.stopReason!,
    };
  }

  state(): TrainerState {
    const { restart, epoch, step, batch, latest, lossSum, weightSum, learningRate, shuffleState, converged } =
      this;
    const vectors = Object.fromEntries(
      Object.entries(this.vectors()).map(([name, vector]) => [name, vector.slice()]),
    );
    return {
      ...{ restart, epoch, step, batch, latest, lossSum, weightSum, learningRate, converged, vectors },
      shuffleState: batch === 0 ? this.shuffling.getState() : shuffleState,
      maskState: this.masks.getState(),
      progress: { ...this.progress },
    };
  }

  /** Goes on where `state` was taken, to the same bits. */
  restore(state: TrainerState): void {
    const { epoch, step, batch, latest, lossSum, weightSum, learningRate, converged } = state;
    Object.assign(this, { epoch, step, batch, latest, lossSum, weightSum, learningRate, converged });
    this.progress = { ...state.progress };
    this.shuffling = randomFromState(state.shuffleState);
    this.masks = randomFromState(state.maskState);
    this.shuffleState = state.shuffleState;
    if (batch > 0) this.shuffleOrder();
    for (const [name, vector] of Object.entries(this.vectors())) vector.set(state.vectors[name]);
  }

  /** Every vector that training changes, under the name a checkpoint has for it. */
  private vectors(): Record<string, Float64Array> {
    const { statistics } = this.network.layout;
    return {
      weights: this.network.w,
      ...Object.fromEntries(statistics.map(({ name, view }) => [name, view])),
      ...Object.fromEntries(this.slots.map((slot, i) => [`optimizer.${i}`, slot])),
      'optimizer.scalars': this.scalars,
      'schedule.scalars': this.scheduleScalars,
      last_good: this.lastGood,
      ...(this.best && { best: this.best }),
    };
  }
}
