import type { Dataset } from '../data/dataset.js';
import type { MetricName } from '../metrics/index.js';
import type { Pass } from '../nn/layers/index.js';
import type { Network } from '../nn/network.js';
import { type Random, random, randomFromState, shuffle } from '../random.js';
import { batchRows, type OptimizerConfig, type TrainingConfig } from './options.js';
import { predictSplit } from './predictions.js';
import { type Monitor, monitorOf, noProgress, observe, type Progress } from './progress.js';
import type { Divergence, EpochRecord, RestartSummary, StopReason } from './records.js';
import { headline, measure } from './report.js';
import { MOST_STEPS, type Updater } from './updater.js';

export interface TrainerConfig {
  readonly seed: number;
  readonly optimizer: OptimizerConfig;
  readonly training: TrainingConfig;
}

/** What training needs of a dataset. */
export type TrainingData = Pick<Dataset, 'train' | 'validation' | 'preprocessing'>;

/** The pass of all steps, whose generator each run of training puts in. */
export interface TrainingPass extends Pass {
  random: Random;
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
  /** null where there is something left to do. */
  readonly stopReason: StopReason | null;
  readonly divergence: Divergence | null;
  /** Vectors by name: weights, statistics, those of the optimizer, the best of each so far. */
  readonly vectors: Readonly<Record<string, Float64Array>>;
}

/**
 * One run of training from one initialisation: `runSteps` takes some mini-batches (or one iteration of a full-batch method),
 * and after the last batch of an epoch `endEpoch` measures and decides. It knows nothing of clocks, files or terminals.
 */
export class Trainer {
  readonly monitor: Monitor;
  readonly batches: number;
  /** Epochs completed, steps taken, batches of the current epoch done. */
  epoch = 0;
  step = 0;
  batch = 0;
  stopReason: StopReason | null = null;

  private readonly batchRows: number;
  private shuffling: Random;
  /** Where `shuffling` was at the start of the epoch. */
  private shuffleState: readonly number[] = [];
  private learningRate = 0;
  private readonly learningRates = new Float64Array(MOST_STEPS);
  private lossSum = 0;
  private weightSum = 0;
  private divergence: Divergence | null = null;
  private progress = noProgress();
  /** The monitored metric after the latest epoch. */
  private latest: number | null = null;
  private readonly best: Float64Array | null;
  /** The weights at the end of the last epoch in which every number was finite. */
  private readonly lastGood: Float64Array;

  constructor(
    readonly network: Network,
    private readonly data: TrainingData,
    private readonly config: TrainerConfig,
    readonly restart: number,
    private readonly updater: Updater,
    /** Where the steps that `updater` takes draw masks and noise from. */
    private readonly pass: TrainingPass,
    /** The place of the order of rows, which `updater` takes its batches by. */
    private readonly order: Float64Array,
    initialize?: (network: Network) => void,
  ) {
    const { training, seed } = config;
    const { train, validation } = data;
    this.monitor = monitorOf(training, validation !== undefined);
    this.batchRows = batchRows(training, train.rows);
    this.batches = Math.ceil(train.rows / this.batchRows);
    updater.reset();
    const restore = training.restore_best ?? validation !== undefined;
    this.best = restore ? network.snapshot() : null;

    network.initialize(random(seed, 'weights', restart));
    initialize?.(network);
    this.lastGood = network.snapshot();
    this.shuffling = random(seed, 'shuffle', restart);
    pass.random = random(seed, 'masks', restart);
  }

  get atEndOfEpoch(): boolean {
    return this.batch === this.batches;
  }

  /** Takes up to `most` of the next steps of the epoch. Sets `stopReason` where the loss is no longer a finite number. */
  runSteps(most: number): void {
    if (this.batch === 0) this.beginEpoch();
    const { updater, batch, batches, order, learningRates } = this;
    const from = batch * this.batchRows;
    const rows = Math.min(this.batchRows, order.length - from);
    const count = Math.min(most, updater.stepsAtOnce(rows), Math.floor((order.length - from) / rows));
    updater.rates(this.epoch, batch, batches, count, learningRates);
    const done = updater.steps(from, rows, this.step + 1, learningRates, count);
    for (let k = 0; k < done; k++) {
      this.lossSum += updater.sums[2 * k];
      this.weightSum += updater.sums[2 * k + 1];
    }
    this.learningRate = learningRates[done - 1];
    this.step += done;
    this.batch += done;
    if (!Number.isFinite(updater.sums[2 * (done - 1)])) this.diverge(this.epoch + 1);
  }

  private beginEpoch(): void {
    this.lossSum = 0;
    this.weightSum = 0;
    this.shuffleState = this.shuffling.getState();
    this.shuffleOrder();
  }

  private shuffleOrder(): void {
    const { order } = this;
    for (let i = 0; i < order.length; i++) order[i] = i;
    if (this.config.training.shuffle) shuffle(this.shuffling, order);
  }

  /** Measures, keeps the best weights, tells the schedule, and decides whether to stop. */
  endEpoch(): EpochRecord {
    const { network } = this;
    this.epoch++;
    this.batch = 0;
    const validation = this.validate();
    const penalty = network.penalty();
    const record: EpochRecord = {
      restart: this.restart,
      epoch: this.epoch,
      step: this.step,
      learning_rate: this.learningRate,
      train: { loss: this.lossSum / this.weightSum, ...(penalty > 0 && { penalty }) },
      ...(validation && { validation }),
    };
    if (!network.isFinite()) this.diverge(this.epoch);
    else {
      network.snapshot(this.lastGood);
      this.updater.observe((validation ?? record.train).loss, this.epoch - 1);
      this.decide(record);
    }
    return record;
  }

  /** Keeps the weights where they are the best so far, and stops where it is time to. */
  private decide({ train, validation }: EpochRecord): void {
    const { early_stopping: stopping, epochs } = this.config.training;
    const { metric } = this.monitor;
    this.latest = (validation ? validation[metric] : train.loss) ?? null;
    const isBest = observe(this.progress, metric, this.latest, this.epoch, stopping?.min_delta ?? 0);
    if (isBest && this.best) this.network.snapshot(this.best);
    if (stopping && this.progress.waited >= stopping.patience) this.stopReason = 'early_stopping';
    else if (this.updater.converged) this.stopReason = 'converged';
    else if (this.epoch >= epochs) this.stopReason = 'epochs';
  }

  private validate(): EpochRecord['validation'] {
    const { validation, preprocessing } = this.data;
    if (!validation) return undefined;
    const predictions = predictSplit(this.network, validation);
    const result: { loss: number } & Partial<Record<MetricName, number>> = { loss: predictions.loss };
    for (const name of [headline(preprocessing), this.monitor.metric]) {
      const value = measure(name, this.network, validation, preprocessing, predictions);
      if (value !== undefined) result[name] = value;
    }
    return result;
  }

  /** Goes back to the weights before `epoch` (from 1), in which a number came up that is none. */
  private diverge(epoch: number): void {
    this.stopReason = 'diverged';
    this.divergence = { epoch, step: this.step, layer: this.network.firstNotFinite() };
    this.network.restore(this.lastGood);
  }

  /** Leaves the network with the weights that this run is to be judged by: the best, or the last good ones. */
  finish(): void {
    if (this.best && this.progress.bestEpoch > 0) this.network.restore(this.best);
    else if (!this.network.isFinite()) this.network.restore(this.lastGood);
  }

  /** What came of it, once it has stopped. */
  summary(): RestartSummary {
    const { best, bestEpoch } = this.progress;
    const { divergence } = this;
    const restored = this.best !== null && bestEpoch > 0;
    const lastEpoch = divergence ? divergence.epoch - 1 : this.epoch;
    return {
      restart: this.restart,
      value: restored ? best : this.latest,
      best_epoch: restored ? bestEpoch : lastEpoch,
      epochs: this.epoch,
      stop_reason: this.stopReason!,
      ...(divergence && { divergence }),
    };
  }

  state(): TrainerState {
    const { restart, epoch, step, batch, latest, lossSum, weightSum, learningRate } = this;
    const { stopReason, divergence, progress, shuffling, shuffleState, pass } = this;
    const vectors = Object.entries(this.vectors()).map(([name, vector]) => [name, vector.slice()]);
    return {
      ...{ restart, epoch, step, batch, latest, lossSum, weightSum, learningRate, stopReason, divergence },
      shuffleState: batch === 0 ? shuffling.getState() : shuffleState,
      maskState: pass.random.getState(),
      progress: { ...progress },
      vectors: Object.fromEntries(vectors),
    };
  }

  /** Goes on where `state` was taken, to the same bits. */
  restore({ progress, shuffleState, maskState, vectors, restart: _, ...numbers }: TrainerState): void {
    Object.assign(this, numbers);
    this.progress = { ...progress };
    this.shuffling = randomFromState(shuffleState);
    this.pass.random = randomFromState(maskState);
    this.shuffleState = shuffleState;
    if (this.batch > 0) this.shuffleOrder();
    for (const [name, vector] of Object.entries(this.vectors())) vector.set(vectors[name]);
  }

  /** Every vector that training changes, under the name a checkpoint has for it. */
  private vectors(): Record<string, Float64Array> {
    const { statistics } = this.network.layout;
    return {
      weights: this.network.w,
      ...Object.fromEntries(statistics.map(({ name, view }) => [name, view])),
      ...this.updater.vectors(),
      last_good: this.lastGood,
      ...(this.best && { best: this.best }),
    };
  }
}
