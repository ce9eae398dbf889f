import { platform } from '#platform';
import type { BackendName } from '../kernels/index.js';
import { trainingLoop } from '../training/loop.js';
import type { TrainingOutcome } from '../training/records.js';
import { saveRun, type TrainingState } from '../training/saved_run.js';
import type { Job, JobControl } from './job.js';
import { JobStarter, kernelsFor } from './job_starter.js';
import { type Message, type Order, stops, type WorkerData } from './messages.js';
import { dataSharing } from './shared_data.js';
import { failure } from './side_by_side.js';

/** Result of a job: how it ended, with its weights and running statistics as `Network.snapshot` has them. */
export interface JobResult {
  readonly outcome: TrainingOutcome;
  readonly weights: Float64Array;
  /** State of a job that goes on later. */
  readonly state?: TrainingState;
}

/** Options of a pool. */
export interface PoolOptions extends Pick<JobControl, 'pause' | 'stop'> {
  /** Jobs at once, each in a thread of its own; 1 is in this one. */
  readonly workers: number;
  /** Most threads of the backend where jobs run in this one; the cores of this machine where it is left out. */
  readonly threads?: number;
  readonly backend?: BackendName;
  /** Whether jobs are to be interrupted and go on later, so that their states are wanted. */
  readonly wantsStates: boolean;
  readonly initialize?: ConstructorParameters<typeof JobStarter>[1];
}

/** Options of a job in a pool. */
export interface PoolJobOptions {
  /** Epochs after which it is interrupted; all of the config where left out. */
  readonly until?: number;
  /** Called when a thread is free for it and begins. */
  onBegin?(): void;
}

/** Threads that train jobs which are not known beforehand, each from start to end in one of them. */
export interface JobPool {
  /**
   * Runs a job when a thread is free for it. Results are those of `runJobs`.
   *
   * @throws MlpError as a thread that failed did, or `bug`.
   */
  run(job: Job, options?: PoolJobOptions): Promise<JobResult>;
  /** Asks whether to stop: jobs are interrupted then. Called every few milliseconds by whoever waits for them. */
  checkStop(): void;
  close(): Promise<void>;
}

/** Starts a pool; with one thread jobs run in this one, one after the other. */
export async function startPool(options: PoolOptions): Promise<JobPool> {
  return options.workers > 1 && platform.startThread !== null ? threadPool(options) : localPool(options);
}

function localPool({ threads, backend, wantsStates, initialize, pause, stop }: PoolOptions): JobPool {
  const starter = new JobStarter(kernelsFor(backend, threads), initialize);
  let last: Promise<unknown> = Promise.resolve();
  const runNow = async (job: Job, { until = Infinity, onBegin }: PoolJobOptions): Promise<JobResult> => {
    onBegin?.();
    const { network, workspace, run } = starter.begin(job);
    let state: TrainingState | undefined;
    const outcome = await trainingLoop(workspace, run, {
      onSteps: () => pause?.(),
      onCheckpoint() {
        if (wantsStates) state = saveRun(workspace, run);
      },
      stop: () => (run.epoch >= until ? 'interrupted' : (stop?.() ?? null)),
    });
    return { outcome, weights: network.snapshot(), ...(state && { state }) };
  };
  return {
    run(job, options = {}) {
      const result = last.then(() => runNow(job, options));
      last = result.catch(() => {});
      return result;
    },
    checkStop() {},
    close: async () => {},
  };
}

interface Waiting {
  readonly order: Order;
  readonly onBegin?: () => void;
  readonly resolve: (result: JobResult) => void;
  readonly reject: (error: unknown) => void;
  state?: TrainingState;
}

async function threadPool({
  workers: count,
  backend,
  wantsStates,
  stop: reason,
}: PoolOptions): Promise<JobPool> {
  const { code } = await import('./code.js');
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const data: WorkerData = { jobs: [], backend, stop, wantsStates };
  const share = dataSharing();
  const queue: Waiting[] = [];
  const running = new Map<number, Waiting>();
  let failed: unknown;
  const fail = (error: unknown) => {
    failed ??= error;
    for (const { reject } of [...running.values(), ...queue.splice(0)]) reject(failed);
  };
  const workers = Array.from({ length: count }, () => platform.startThread!(code, data));
  const idle = [...workers];
  let jobs = 0;
  const handOut = () => {
    while (idle.length > 0 && queue.length > 0) {
      const waiting = queue.shift()!;
      running.set(waiting.order.job, waiting);
      waiting.onBegin?.();
      idle.pop()!.postMessage(waiting.order);
    }
  };
  for (const worker of workers) {
    worker.on('message', (message: Message) => {
      const waiting = running.get(message.job)!;
      if (message.kind === 'checkpoint') waiting.state = message.state;
      if (message.kind !== 'end') return;
      running.delete(message.job);
      idle.push(worker);
      const { outcome, weights } = message;
      waiting.resolve({ outcome, weights, ...(waiting.state && { state: waiting.state }) });
      handOut();
    });
    worker.on('error', (error) => fail(failure(error)));
    worker.on('exit', (exitCode) => fail(failure(new Error(`it ended with exit code ${exitCode}`))));
  }
  return {
    run: ({ state, ...job }, { until, onBegin } = {}) =>
      new Promise((resolve, reject) => {
        if (failed !== undefined) return reject(failed);
        const added = { ...job, data: share(job.data) };
        const order: Order = { job: jobs++, added, state, until, epochsAtOnce: Number.POSITIVE_INFINITY };
        queue.push({ order, onBegin, resolve, reject });
        handOut();
      }),
    checkStop() {
      if (stop[0] === 0) Atomics.store(stop, 0, stops.indexOf(reason?.() ?? null));
    },
    async close() {
      failed ??= new Error('the pool is closed');
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
