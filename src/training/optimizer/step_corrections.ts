import type { Kernels, Loop } from '../../kernels/index.js';
import { type Corrections, correctionNames, optimizers } from '../../nn/optimizers/index.js';
import type { OptimizerConfig } from '../options.js';
import { MOST_STEPS } from './step_memory.js';

/**
 * Bias corrections of an optimizer, computed for many steps at once by the compiled loop of their formula: powers in
 * JavaScript took a fifth of the first training of a small network, while the engine had yet to compile them.
 */
export class StepCorrections {
  /** The first of the steps that are computed; Infinity: none are. */
  private first = Number.POSITIVE_INFINITY;
  private readonly times: Float64Array;
  private readonly vectors: Readonly<Record<string, Float64Array>>;
  private readonly loop: Loop;
  private readonly current: Record<string, number> = {};

  constructor(
    kernels: Kernels,
    options: OptimizerConfig,
    private readonly names: readonly string[],
  ) {
    const allocate = () => kernels.allocate(MOST_STEPS);
    this.times = allocate();
    this.vectors = Object.fromEntries(names.map((name) => [name, allocate()]));
    this.loop = kernels.loop(`optimizer.${options.type}.corrections`, options);
  }

  /** Gives those of step t (from 1), in an object that the next call changes. */
  at(t: number): Corrections {
    const { names, vectors, current } = this;
    if (t < this.first || t >= this.first + MOST_STEPS) this.compute(t);
    for (const name of names) current[name] = vectors[name][t - this.first];
    return current;
  }

  private compute(first: number): void {
    const { times, vectors } = this;
    for (let k = 0; k < MOST_STEPS; k++) times[k] = first + k;
    this.loop({ t: times, ...vectors }, MOST_STEPS, 1);
    this.first = first;
  }
}

/** Numbers that `stepCorrections` claims. */
export function correctionNumbers(options: OptimizerConfig): number {
  const { length } = correctionNames(optimizers[options.type], options);
  return length > 0 ? MOST_STEPS * (1 + length) : 0;
}

/** The corrections of an optimizer; null where it has none. */
export function stepCorrections(kernels: Kernels, options: OptimizerConfig): StepCorrections | null {
  const names = correctionNames(optimizers[options.type], options);
  return names.length > 0 ? new StepCorrections(kernels, options, names) : null;
}
