import { platform } from '#platform';
import { type Failure, MlpError } from '../errors.js';
import type { BackendName } from '../kernels/index.js';
import { epochNanoseconds, type Given } from './cost.js';
import type { Job, JobControl } from './job.js';
import { JobQueue } from './job_queue.js';
import type { Message, WorkerData } from './messages.js';
import type { JobResults } from './results.js';
import { shareData } from './shared_data.js';

/** Milliseconds after which it is asked again whether to stop. */
const CHECK_INTERVAL = 10;
/** Nanoseconds of epochs whose records go together, and the most of those. */
const TOGETHER = 5e6;
const MOST_TOGETHER = 100;

/**
 * Runs the jobs that are left, each from start to end in one of so many threads, whose backends have one thread.
 * Results come in the order of the jobs, as if they had run one after the other; and where training is interrupted,
 * only up to the first job that was not finished: what later ones had done is lost.
 *
 * @throws MlpError as a thread that failed did, or `bug`.
 */
export async function sideBySide(
  threads: number,
  jobs: readonly Job[],
  results: JobResults,
  control: JobControl & { readonly backend?: BackendName; readonly given?: Given },
): Promise<void> {
  const { code } = await import('./code.js');
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const { backend, stepsAtOnce, checkpointEvery } = control;
  const { wantsStates } = results;
  const workerData: WorkerData = {
    jobs: shareData(jobs),
    ...{ backend, stop, checkpointEvery, wantsStates },
    // whoever asks for it anew sees each network, in this thread
    ...(typeof stepsAtOnce === 'number' && { stepsAtOnce }),
  };
  const workers = Array.from({ length: threads }, () => platform.startThread!(code, workerData));
  let timer: ReturnType<typeof setInterval> | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const together = (job: Job) => epochsAtOnce(epochNanoseconds(job, control.given));
      const queue = new JobQueue(workers, jobs, results, control, stop, together, resolve);
      const guarded =
        <T>(work: (value: T) => void) =>
        (value: T) => {
          try {
            work(value);
          } catch (error) {
            reject(error);
          }
        };
      for (const worker of workers) {
        worker.on(
          'message',
          guarded((message: Message) => queue.receive(worker, message)),
        );
        worker.on('error', (error) => reject(failure(error)));
        worker.on('exit', (exitCode) => reject(failure(new Error(`it ended with exit code ${exitCode}`))));
      }
      timer = setInterval(
        guarded(() => queue.checkStop()),
        CHECK_INTERVAL,
      );
    });
  } finally {
    clearInterval(timer);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

const epochsAtOnce = (nanoseconds: number): number =>
  Math.min(Math.max(Math.floor(TOGETHER / nanoseconds), 1), MOST_TOGETHER);

/** The error for a thread that failed. */
export const failure = (error: Error & { readonly failure?: Failure }): MlpError =>
  error.failure !== undefined
    ? new MlpError(error.failure, error.message)
    : new MlpError(
        'bug',
        `a thread that trains has failed: ${error.message}; with --threads 1 there is none`,
        {
          cause: error,
        },
      );
