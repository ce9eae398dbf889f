import type { Network } from '../nn/network.js';
import { batchSizes } from '../training/batches.js';
import { trainingBytes } from '../training/memory.js';
import { isAlike, type Job } from './job.js';
import { countedNetwork, trainRows } from './job_starter.js';

/** Bytes that a thread takes, whatever it does. */
const THREAD_BYTES = 2 ** 24;

/** A network that is there already, for a job and those alike. */
export interface Given {
  readonly job: Job;
  readonly network: Network;
}

/** Nanoseconds of a step and of an epoch in one thread, roughly, and bytes. */
export interface Cost {
  readonly step: number;
  readonly epoch: number;
  readonly bytes: number;
}

/** The cost of each job. Those alike mostly follow each other, and are counted once. */
export function costsOf(jobs: readonly Job[], given: Given | undefined): Cost[] {
  const costs: Cost[] = [];
  for (const [i, job] of jobs.entries())
    costs.push(i > 0 && isAlike(jobs[i - 1], job) ? costs[i - 1] : costOf(job, given));
  return costs;
}

function costOf(job: Job, given: Given | undefined): Cost {
  const { x, t } = job.data.train;
  const network = networkOf(job, given);
  return {
    step: stepNanoseconds(network, batchSizes(job.config.training, trainRows(job), network).size),
    epoch: epochOf(job, network),
    bytes: trainingBytes(network, job.config, trainRows(job)) + x.byteLength + t.byteLength + THREAD_BYTES,
  };
}

const networkOf = (job: Job, given: Given | undefined): Network =>
  given && isAlike(given.job, job) ? given.network : countedNetwork(job);

/**
 * Nanoseconds of a step in one thread of the backend wasm, roughly: three products of 0.1 ns a multiply-add, then
 * what goes by neurons and by parameters.
 */
function stepNanoseconds(network: Network, rows: number): number {
  const { parameters, pass } = network.count(rows);
  return 1000 + 0.3 * rows * parameters + pass + 3 * parameters;
}

/** Nanoseconds of an epoch in one thread, roughly: steps, and validation, which is a forward pass. */
export const epochNanoseconds = (job: Job, given: Given | undefined): number =>
  epochOf(job, networkOf(job, given));

function epochOf(job: Job, network: Network): number {
  const { size, count } = batchSizes(job.config.training, trainRows(job), network);
  const measured = job.rows?.validation?.length ?? job.data.validation?.rows;
  const steps = count * stepNanoseconds(network, size);
  return steps + (measured ? stepNanoseconds(network, measured) / 3 : 0);
}
