import { platform } from '#platform';
import { type BackendName, defaultBackend, portableBackends, sharingBackends } from '../kernels/index.js';
import { optimizers } from '../nn/optimizers/index.js';
import { greatest, rangeOf } from '../range.js';
import type { TrainingOutcome } from '../training/records.js';
import { costsOf, type Given } from './cost.js';
import type { Job } from './job.js';

/**
 * Nanoseconds that have to be saved: each thread loads the engine, and compiles anew what is hot
 * (test/bench/NOTES.md).
 */
const LEAST_SAVED = 3e8;
/**
 * Gain by a further thread of the backend in long steps, and nanoseconds of a step in which it is half of that: two
 * threads were 1.02, 1.13 and 1.42 times as fast as one in steps of 0.18, 0.46 and 7 ms (test/bench/NOTES.md).
 */
const FURTHER = 0.7;
const HALF = 1e6;

/** Options of `threadsWorthIt`, as those of `runJobs` of the same names. */
export interface WorthOptions {
  readonly leastSaved?: number;
  readonly backend?: BackendName;
  readonly given?: Given;
}

/**
 * Number of threads, up to `most`, in which what is left gains by running side by side; 1 where it does not: too little
 * work, too little memory, or steps that threads share better. It goes by arithmetic, not by a clock.
 */
export function threadsWorthIt(
  most: number,
  jobs: readonly Job[],
  finished: readonly TrainingOutcome[],
  { leastSaved = LEAST_SAVED, backend = defaultBackend, given }: WorthOptions = {},
): number {
  const left = jobs.slice(finished.length);
  if (platform.startThread === null || most < 2 || left.length < 2 || !portableBackends.includes(backend))
    return 1;
  const costs = costsOf(left, given);
  const bytes = greatest(costs.map((cost) => cost.bytes));
  const threads = Math.min(most, left.length, Math.floor(platform.memoryBytes() / 2 / bytes));
  if (threads < 2) return 1;
  const durations = costs.map(({ epoch }, i) => epoch * expectedEpochs(left[i], finished));
  const inOrder = durations.reduce((sum, duration, i) => {
    const { step } = costs[i];
    const shared = sharingBackends.includes(backend) ? 1 + ((most - 1) * FURTHER * step) / (step + HALF) : 1;
    return sum + duration / shared;
  }, 0);
  return inOrder - handedOut(durations, threads) >= leastSaved ? threads : 1;
}

/** Duration of jobs in so many threads, each of which begins the next when it is through with one. */
function handedOut(durations: readonly number[], threads: number): number {
  const ends = new Float64Array(threads);
  for (const duration of durations) ends[ends.indexOf(rangeOf(ends)[0])] += duration;
  return greatest(ends);
}

/** Epochs of a job: as many as those before took, or else as many as are certain. */
function expectedEpochs({ config }: Job, finished: readonly TrainingOutcome[]): number {
  if (finished.length > 0) return finished.reduce((sum, { epochs }) => sum + epochs, 0) / finished.length;
  const { epochs, early_stopping: stopping } = config.training;
  if ('iterate' in optimizers[config.optimizer.type]) return 1;
  return stopping ? Math.min(epochs, stopping.patience) : epochs;
}
