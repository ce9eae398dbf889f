import { platform } from '#platform';
import { type BackendName, defaultBackend } from '../kernels/index.js';
import type { Network } from '../nn/network.js';
import { optimizers } from '../nn/optimizers/index.js';
import { trainingBytes } from '../training/memory.js';
import { batchRows } from '../training/options.js';
import type { TrainingOutcome } from '../training/records.js';
import { isAlike, type Job } from './job.js';
import { countedNetwork, trainRows } from './job_starter.js';

/** Nanoseconds that have to be saved: each thread loads the engine, and compiles anew what is hot (test/bench/NOTES.md). */
const LEAST_SAVED = 3e8;
/**
 * What a further thread of the backend is worth in long steps, and nanoseconds of a step in which it is worth half of that: two threads
 * were 1.02, 1.13 and 1.42 times as fast as one in steps of 0.18, 0.46 and 7 ms (test/bench/NOTES.md).
 */
const FURTHER = 0.7;
const HALF = 1e6;
/** Bytes that a thread takes, whatever it does. */
const THREAD_BYTES = 2 ** 24;

/** Backends that another thread can have for itself, with the same bits. */
const portable = new Set<string>(['js', 'wasm'] satisfies BackendName[]);

/** A network that is there already, for a job and those alike. */
export interface Given {
  readonly job: Job;
  readonly network: Network;
}

export interface WorthOptions {
  readonly leastSaved?: number;
  readonly backend?: BackendName;
  readonly given?: Given;
}

/**
 * In how many threads, up to `most`, what is left of the jobs gains by running side by side; 1 where it does not: too little
 * work, too little memory, or steps that threads share better. It goes by arithmetic, not by a clock.
 */
export function threadsWorthIt(
  most: number,
  jobs: readonly Job[],
  finished: readonly TrainingOutcome[],
  { leastSaved = LEAST_SAVED, backend = defaultBackend, given }: WorthOptions = {},
): number {
  const left = jobs.slice(finished.length);
  if (platform.startThread === null || most < 2 || left.length < 2 || !portable.has(backend)) return 1;
  const costs = costsOf(left, given);
  const bytes = Math.max(...costs.map((cost) => cost.bytes));
  const threads = Math.min(most, left.length, Math.floor(platform.memoryBytes() / 2 / bytes));
  if (threads < 2) return 1;
  const durations = costs.map(({ epoch }, i) => epoch * expectedEpochs(left[i], finished));
  const inOrder = durations.reduce((sum, duration, i) => {
    const { step } = costs[i];
    const shared = backend === 'wasm' ? 1 + ((most - 1) * FURTHER * step) / (step + HALF) : 1;
    return sum + duration / shared;
  }, 0);
  return inOrder - handedOut(durations, threads) >= leastSaved ? threads : 1;
}

/** What jobs take in so many threads, each of which begins the next when it is through with one. */
function handedOut(durations: readonly number[], threads: number): number {
  const ends = new Float64Array(threads);
  for (const duration of durations) ends[ends.indexOf(Math.min(...ends))] += duration;
  return Math.max(...ends);
}

/** Nanoseconds of a step and of an epoch in one thread, roughly, and bytes. */
interface Cost {
  readonly step: number;
  readonly epoch: number;
  readonly bytes: number;
}

/** Jobs alike follow each other mostly: those cost the same. */
function costsOf(jobs: readonly Job[], given: Given | undefined): Cost[] {
  const costs: Cost[] = [];
  for (const [i, job] of jobs.entries())
    costs.push(i > 0 && isAlike(jobs[i - 1], job) ? costs[i - 1] : costOf(job, given));
  return costs;
}

function costOf(job: Job, given: Given | undefined): Cost {
  const { x, t } = job.data.train;
  const network = networkOf(job, given);
  return {
    step: stepNanoseconds(network, batchRows(job.config.training, trainRows(job))),
    epoch: epochNanoseconds(job, given),
    bytes: trainingBytes(network, job.config, trainRows(job)) + x.byteLength + t.byteLength + THREAD_BYTES,
  };
}

const networkOf = (job: Job, given: Given | undefined): Network =>
  given && isAlike(given.job, job) ? given.network : countedNetwork(job);

/** Epochs of a job: as many as those before took, or else as many as are certain. */
function expectedEpochs({ config }: Job, finished: readonly TrainingOutcome[]): number {
  if (finished.length > 0) return finished.reduce((sum, { epochs }) => sum + epochs, 0) / finished.length;
  const { epochs, early_stopping: stopping } = config.training;
  if ('iterate' in optimizers[config.optimizer.type]) return 1;
  return stopping ? Math.min(epochs, stopping.patience) : epochs;
}

/** Of one thread of the backend wasm, roughly: three products of 0.1 ns a multiply-add, then what goes by neurons and by parameters. */
function stepNanoseconds(network: Network, rows: number): number {
  const { parameters, pass } = network.layout.count(rows);
  return 1000 + 0.3 * rows * parameters + pass + 3 * parameters;
}

/** Of one thread, roughly: steps, and validation, which is a forward pass. */
export function epochNanoseconds(job: Job, given: Given | undefined): number {
  const network = networkOf(job, given);
  const all = trainRows(job);
  const rows = batchRows(job.config.training, all);
  const measured = job.rows?.validation?.length ?? job.data.validation?.rows;
  const steps = Math.ceil(all / rows) * stepNanoseconds(network, rows);
  return steps + (measured ? stepNanoseconds(network, measured) / 3 : 0);
}
