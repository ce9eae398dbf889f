import { type BackendName, defaultBackend } from '../kernels/index.js';
import type { Network } from '../nn/network.js';
import { trainingLoop } from '../training/loop.js';
import type { TrainingOutcome } from '../training/records.js';
import { saveRun } from '../training/saved_run.js';
import type { Job, JobCallbacks, JobControl } from './job.js';
import { type BegunJob, JobStarter, kernelsFor } from './job_starter.js';
import { JobResults } from './results.js';
import { sideBySide } from './side_by_side.js';
import { threadsWorthIt } from './worth.js';

/** Options of `runJobs`. */
export interface JobOptions extends JobControl {
  readonly callbacks?: JobCallbacks;
  /** Outcomes of the first jobs, known from an earlier run: those that follow are run. */
  readonly finished?: readonly TrainingOutcome[];
  /**
   * The most threads in which jobs run side by side, 1 where it is left out. They do where they gain by it, each
   * thread with a backend of its own, with the same results; and one after the other where `initialize`,
   * `onBegin` or `onSteps` has to see each network, or ranks share its batches.
   */
  readonly threads?: number;
  /** Nanoseconds that threads have to save before they are started; 0 has them always. */
  readonly leastSaved?: number;
  /** Backend that computes; where it is left out, the default for a network of that size. */
  readonly backend?: BackendName;
  /**
   * A network with its memory, for the first job that is left and those alike. Its backend's name is that of
   * `backend` then.
   */
  readonly network?: Network;
  /** Called when a network has its initial values, which it may replace. */
  readonly initialize?: (network: Network, restart: number) => void;
  /** Called when a job begins or goes on, before its first step, which waits for the promise. */
  readonly onBegin?: (job: BegunJob) => Promise<void> | undefined;
  /** Called after every few steps. */
  readonly onSteps?: (job: BegunJob) => void;
}

/**
 * Runs jobs, in order or side by side, with the same bits and callbacks. Returns their outcomes; fewer than there are
 * jobs where they were asked to stop.
 *
 * @throws MlpError `bug` where a thread fails.
 */
export async function runJobs(
  jobs: readonly Job[],
  options: JobOptions,
): Promise<readonly TrainingOutcome[]> {
  const { callbacks = {}, finished = [], threads = 1, network, initialize, onBegin, onSteps } = options;
  const results = new JobResults(callbacks, options.seconds, finished);
  const first = jobs[finished.length];
  const given = network && { job: first, network };
  const backend = network ? (network.layout.kernels.name as BackendName) : options.backend;
  // a memory of its own, where the backend has one, goes with the job
  const fresh = network && backend !== defaultBackend ? () => network.layout.kernels : undefined;
  const ranks = network?.layout.kernels.ranks;
  const starter = new JobStarter(fresh ?? kernelsFor(backend, options.threads, ranks), initialize, given);
  const most = initialize || onBegin || onSteps || ranks ? 1 : threads;

  while (results.finished.length < jobs.length) {
    const beside = threadsWorthIt(most, jobs, results.finished, { ...options, backend, given });
    if (beside > 1) await sideBySide(beside, jobs, results, { ...options, backend, given });
    else await runHere(starter, jobs[results.finished.length], results, options);
    if (results.hasStopped) break;
  }
  starter.end();
  return results.finished;
}

/** Runs a job in this thread. */
async function runHere(
  starter: JobStarter,
  job: Job,
  results: JobResults,
  control: JobOptions,
): Promise<void> {
  const { onBegin, onSteps } = control;
  const begun = starter.begin(job);
  const { network, workspace, run } = begun;
  if (onBegin) {
    await onBegin(begun);
    run.stopReason ??= control.stop?.() ?? null;
  }
  const outcome = await trainingLoop(workspace, run, {
    stepsAtOnce: control.stepsAtOnce,
    checkpointEvery: control.checkpointEvery,
    onSteps() {
      onSteps?.(begun);
      return control.pause?.();
    },
    onEpoch: (record) => results.epoch(results.stamp(record)),
    onCheckpoint: () => results.wantsStates && results.checkpoint(saveRun(workspace, run)),
    stop: () => control.stop?.() ?? null,
  });
  results.end(outcome, (copy) => network.snapshot(copy));
}
