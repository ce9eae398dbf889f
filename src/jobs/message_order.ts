import type { Message } from './messages.js';
import type { JobResults } from './results.js';

/** Passes on the workers' messages in the order of the jobs: those of later jobs wait. */
export class MessageOrder {
  private readonly waiting = new Map<number, Message[]>();

  constructor(private readonly results: JobResults) {}

  take(message: Message): void {
    const { job } = message;
    const queue = this.waiting.get(job) ?? [];
    this.waiting.set(job, queue);
    // of those that wait, the latest checkpoint stands for all
    const older =
      message.kind === 'checkpoint' ? queue.findLastIndex(({ kind }) => kind === message.kind) : -1;
    if (older >= 0) queue.splice(older, 1);
    queue.push(message.kind === 'epochs' ? this.stamped(message) : message);
    this.pass();
  }

  /** Stamps records with the time at which they arrive, not that at which their turn comes. */
  private stamped(message: Message & { kind: 'epochs' }): Message {
    return { ...message, records: message.records.map((record) => this.results.stamp(record)) };
  }

  /** Passes on the messages whose turn it is; after an interrupted job, none. */
  private pass(): void {
    const { results, waiting } = this;
    while (!results.isInterrupted) {
      const message = waiting.get(results.finished.length)?.shift();
      if (!message) return;
      if (message.kind === 'epochs') for (const record of message.records) results.epoch(record);
      else if (message.kind === 'checkpoint') results.checkpoint(message.state);
      else {
        waiting.delete(message.job);
        results.end(message.outcome, () => message.weights);
      }
    }
  }
}
