import { type BackendName, backendFor, backends, createKernels, type Kernels } from '../kernels/index.js';
import type { Network } from '../nn/network.js';
import type { Ranks } from '../ranks/ranks.js';
import { batchSizes, largestBatch } from '../training/batches.js';
import { buildNetwork } from '../training/build_network.js';
import { claimedBytes } from '../training/memory.js';
import { beginRun, type TrainingRun } from '../training/run.js';
import { resumeRun } from '../training/saved_run.js';
import { supervisedWorkspace } from '../training/supervised_workspace.js';
import type { Workspace } from '../training/workspace.js';
import { isAlike, type Job } from './job.js';

/** A job that has begun. */
export interface BegunJob {
  readonly network: Network;
  readonly workspace: Workspace;
  readonly run: TrainingRun;
}

/** Rows that a job trains on. */
export const trainRows = ({ data, rows }: Job): number => rows?.train?.length ?? data.train.rows;

/** Builds the network of a job without memory, to count what it takes. */
export const countedNetwork = ({ config, inputs, outputs }: Job): Network =>
  buildNetwork(config, inputs, outputs, backends.js);

/** Creates the backend for a job's network; where none is named, one with room for it. */
export const kernelsFor =
  (backend: BackendName | undefined, threads: number | undefined, ranks?: Ranks) =>
  (job: Job): Kernels =>
    createKernels(backend ?? backendFor(claimedBytes(countedNetwork(job), job.config, trainRows(job))), {
      ...{ threads, ranks },
    });

/** Begins jobs one after the other; each ends the one before. Those alike share a network and its workspace. */
export class JobStarter {
  private latest: { readonly job: Job; readonly network: Network; readonly workspace: Workspace } | undefined;

  constructor(
    private readonly kernelsOf: (job: Job) => Kernels,
    /** Called when a network has its initial values. */
    private readonly initialize?: (network: Network, restart: number) => void,
    /** Network for the first job and those alike, with memory for its batches; where it is left out, one is built. */
    private readonly given?: { readonly job: Job; readonly network: Network },
  ) {}

  begin(job: Job): BegunJob {
    const { network, workspace } =
      this.latest && isAlike(this.latest.job, job) ? this.latest : this.setUp(job);
    const run = job.state ? resumeRun(workspace, job.state) : beginRun(workspace, job.seed, this.initialize);
    return { network, workspace, run };
  }

  /** Gives back what training alone needs, when the last job has ended. */
  end(): void {
    if (!this.latest) return;
    const { network, workspace } = this.latest;
    network.layout.kernels.release(workspace.batches.order);
    this.latest = undefined;
  }

  private setUp(job: Job) {
    this.latest = undefined; // its memory may go
    const network = this.networkOf(job);
    this.latest = { job, network, workspace: supervisedWorkspace(network, job.config, job.data, job.rows) };
    return this.latest;
  }

  private networkOf(job: Job): Network {
    const { given } = this;
    if (given && isAlike(given.job, job)) return given.network;
    const { config, inputs, outputs } = job;
    const network = buildNetwork(config, inputs, outputs, this.kernelsOf(job));
    return network.allocate(largestBatch(batchSizes(config.training, trainRows(job), network)));
  }
}
