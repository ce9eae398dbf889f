import type { Program } from '../../kernels/index.js';
import type { Pass } from '../../nn/layers/index.js';
import { COEFFICIENTS } from '../../nn/optimizers/index.js';
import type { Batches } from '../batches.js';
import { nameIn, type Objective, partOf } from '../objective/objective.js';
import { trainingPass } from '../passes.js';
import { MOST_STEPS, type StepMemory } from './step_memory.js';
import type { StepPosition, Steps } from './steps.js';
import type { Updater } from './updater.js';

/** Rows times weights in all batches of a call, after which it ends: some 0.1 ms. */
const ENOUGH = 500_000;

/** Body of one step, as it is recorded: see loop.ts. */
export type StepBody = (objective: Objective, updaters: readonly Updater[], rows: number, pass: Pass) => void;

/**
 * Steps by the gradients of mini-batches: a program for each size of batch, recorded once, which runs many times in a
 * call.
 */
export class RecordedSteps implements Steps {
  readonly sums: Float64Array;
  readonly learningRates = new Float64Array(MOST_STEPS);
  readonly converged = false;
  private readonly programs = new Map<number, Program>();
  private readonly coefficients = new Float64Array(COEFFICIENTS);
  private readonly weights: number;
  /** The pass that all programs hold on to: each call puts in the generator that it is given. */
  private readonly pass = trainingPass();

  constructor(
    private readonly objective: Objective,
    private readonly updaters: readonly Updater[],
    private readonly memory: StepMemory,
    private readonly body: StepBody,
  ) {
    this.sums = memory.series.outputs;
    this.weights = objective.parts.reduce((sum, { network }) => sum + network.trainable, 0);
  }

  atOnce(rows: number): number {
    return Math.max(1, Math.min(MOST_STEPS, Math.floor(ENOUGH / (rows * this.weights))));
  }

  take(position: StepPosition, batches: Batches, count: number): number {
    const { series } = this.memory;
    const rows = batches.rowsOf(position.batch);
    for (let k = 0; k < count; k++) series.inputs[k * series.input.length] = batches.from(position.batch + k);
    for (let i = 0; i < this.updaters.length; i++) this.fill(i, position, batches.count, count);
    this.objective.beginEpoch?.(position.epoch);
    this.objective.prepare(rows);
    this.pass.random = position.masks;
    this.pass.part = partOf(this.objective, rows);
    const program = this.programs.get(rows) ?? this.record(rows);
    return program.runSeries(series, count);
  }

  /** Fills in the learning rates of a part, and its coefficients in the table of inputs. */
  private fill(part: number, { epoch, batch, step }: StepPosition, batches: number, count: number): void {
    const { coefficients, learningRates, memory } = this;
    const { input, inputs } = memory.series;
    const updater = this.updaters[part];
    const { learningRate } = updater;
    let rate = 0;
    for (let k = 0; k < count; k++) {
      if (k === 0 || learningRate.perStep) rate = learningRate.at(epoch, batch + k, batches);
      if (part === 0) learningRates[k] = rate;
      updater.prepare(step + 1 + k, rate, coefficients);
      const at = k * input.length + 1 + part * COEFFICIENTS;
      for (let i = 0; i < COEFFICIENTS; i++) inputs[at + i] = coefficients[i];
    }
  }

  private record(rows: number): Program {
    const { objective, updaters, pass } = this;
    const program = objective.kernels.record(() => this.body(objective, updaters, rows, pass));
    this.programs.set(rows, program);
    return program;
  }

  observe(loss: number, epoch: number): void {
    for (const { learningRate } of this.updaters) learningRate.observe(loss, epoch);
  }

  reset(): void {
    for (const vector of Object.values(this.vectors())) vector.fill(0);
  }

  vectors(): Record<string, Float64Array> {
    const { parts } = this.objective;
    const named = this.updaters.flatMap((updater, i) =>
      Object.entries(updater.vectors()).map(([name, vector]) => [nameIn(parts[i], name), vector] as const),
    );
    return Object.fromEntries(named);
  }
}
