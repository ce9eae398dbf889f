import type { Thread } from '../platform/platform.js';
import type { Job, JobControl } from './job.js';
import { MessageOrder } from './message_order.js';
import { type Message, type Order, stops } from './messages.js';
import type { JobResults } from './results.js';

/** Queue of the jobs that no worker has begun: hands them out, and calls `done` when all have ended. */
export class JobQueue {
  private readonly order: MessageOrder;
  private readonly idle: Thread[];
  /** Index of the next job to hand out. */
  private next: number;

  constructor(
    workers: readonly Thread[],
    private readonly jobs: readonly Job[],
    private readonly results: JobResults,
    private readonly control: JobControl,
    /** Index in `stops` of the reason to end training, shared with the workers. */
    private readonly stop: Int32Array<SharedArrayBuffer>,
    private readonly epochsAtOnce: (job: Job) => number,
    private readonly done: () => void,
  ) {
    this.order = new MessageOrder(results);
    this.next = results.finished.length;
    this.idle = [...workers];
    this.handOut();
  }

  /** Takes a message of a worker, and hands it the next job at the end of one. */
  receive(worker: Thread, message: Message): void {
    this.order.take(message);
    this.checkStop();
    if (message.kind !== 'end') return;
    this.idle.push(worker);
    if (this.isDone()) this.done();
    else this.handOut();
  }

  /** Asks whether to stop, until there is a reason, and shares that with the workers. */
  checkStop(): void {
    if (this.stop[0] !== 0) return;
    const reason = this.control.stop?.() ?? null;
    Atomics.store(this.stop, 0, stops.indexOf(reason));
  }

  /** Whether nothing is left to wait for. A time limit ends all jobs that have begun, and their results are kept. */
  private isDone(): boolean {
    const { results, jobs } = this;
    const { length } = results.finished;
    if (results.isInterrupted || length === jobs.length) return true;
    return results.hasStopped && length === this.next;
  }

  /**
   * Hands out jobs. Once training is to stop, nothing is begun but what has to be, so that it ends within a job, where
   * it can go on.
   */
  private handOut(): void {
    const { results, jobs } = this;
    while (this.idle.length > 0 && this.next < jobs.length) {
      if (this.stop[0] !== 0 && this.next > results.finished.length) return;
      const job = this.next++;
      const { state } = jobs[job];
      const order: Order = { job, state, epochsAtOnce: this.epochsAtOnce(jobs[job]) };
      this.idle.pop()!.postMessage(order);
    }
  }
}
