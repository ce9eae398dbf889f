import { MlpError } from '../../errors.js';
import type { Program } from '../../kernels/index.js';
import { type FullBatchLoss, type FullBatchOptimizer, optimizers } from '../../nn/optimizers/index.js';
import type { LearningRate } from '../../nn/schedules/index.js';
import type { Batches } from '../batches.js';
import { type Objective, type Part, partOf, penalty } from '../objective/objective.js';
import { type LoopConfig, learningRateOf, type OptimizerConfig } from '../options.js';
import { trainingPass } from '../passes.js';
import type { StepMemory } from './step_memory.js';
import type { StepPosition, Steps } from './steps.js';

/** Steps by a method that asks for the loss of all the data again and again: a step is one of its iterations. */
export class FullBatchSteps implements Steps {
  readonly sums = new Float64Array(2);
  readonly learningRates = new Float64Array(1);
  converged = false;
  private readonly part: Part;
  private readonly optimizer: FullBatchOptimizer;
  private readonly slots: readonly Float64Array[];
  private readonly scalars: Float64Array;
  private readonly learningRate: LearningRate;
  /** The pass that the program holds on to: each call puts in the generator that it is given. */
  private readonly pass = trainingPass();
  private program: Program | undefined;

  constructor(
    private readonly objective: Objective,
    private readonly options: OptimizerConfig,
    training: LoopConfig['training'],
    private readonly memory: StepMemory,
  ) {
    const { parts, kernels } = objective;
    if (parts.length > 1)
      throw new MlpError('bug', `${options.type} minimizes one loss, not those of ${parts.length} networks`);
    this.part = parts[0];
    this.optimizer = optimizers[options.type] as FullBatchOptimizer;
    const { trainable } = this.part.network;
    this.slots = Array.from({ length: this.optimizer.slots(options) }, () => kernels.allocate(trainable));
    this.scalars = new Float64Array(this.optimizer.scalars(options));
    this.learningRate = learningRateOf(options, training.epochs);
  }

  atOnce(): number {
    return 1;
  }

  take({ epoch, batch, masks }: StepPosition, batches: Batches): number {
    const { optimizer, slots, scalars, options, objective } = this;
    const rows = batches.rowsOf(batch);
    this.learningRates[0] = this.learningRate.at(epoch, batch, batches.count);
    this.memory.from[0] = batches.from(batch);
    objective.prepare(rows);
    this.pass.random = masks;
    this.pass.part = partOf(objective, rows);
    this.program ??= this.record(rows);
    const loss = this.lossOf(this.program);
    const n = loss.w.length;
    const result = optimizer.iterate(loss, slots, scalars, n, this.learningRates[0], options);
    this.sums[0] = result.loss - penalty(objective);
    this.sums[1] = 1;
    this.converged = result.converged;
    return 1;
  }

  private lossOf(program: Program): FullBatchLoss {
    const { objective, memory, part } = this;
    const { w, g, trainable } = part.network;
    return {
      w: w.subarray(0, trainable),
      g: g.subarray(0, trainable),
      evaluate() {
        program.run();
        return memory.sum[0] / memory.total[0] + penalty(objective);
      },
    };
  }

  private record(rows: number): Program {
    const { objective, part, pass } = this;
    return objective.kernels.record(() => {
      objective.load(rows, pass.part);
      part.gradient(rows, pass);
      objective.sum(rows);
    });
  }

  observe(loss: number, epoch: number): void {
    this.learningRate.observe(loss, epoch);
  }

  reset(): void {
    for (const vector of Object.values(this.vectors())) vector.fill(0);
    this.converged = false;
  }

  vectors(): Record<string, Float64Array> {
    return {
      ...Object.fromEntries(this.slots.map((slot, i) => [`optimizer.${i}`, slot])),
      'optimizer.scalars': this.scalars,
      'schedule.scalars': this.learningRate.scalars,
    };
  }
}
