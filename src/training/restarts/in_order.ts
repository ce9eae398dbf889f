import type { Ledger } from '../ledger.js';
import type { Message } from './messages.js';

/** Tells the ledger what restarts have to say in the order of the restarts: what later ones say waits for the earlier. */
export class InOrder {
  private readonly waiting = new Map<number, Message[]>();

  constructor(private readonly ledger: Ledger) {}

  take(message: Message): void {
    const { restart } = message;
    const queue = this.waiting.get(restart) ?? [];
    this.waiting.set(restart, queue);
    // while it waits, the latest checkpoint says it all
    const older =
      message.kind === 'checkpoint' ? queue.findLastIndex(({ kind }) => kind === message.kind) : -1;
    if (older >= 0) queue.splice(older, 1);
    queue.push(message.kind === 'epochs' ? this.stamped(message) : message);
    this.pass();
  }

  /** Times are those of the epochs, not of when their turn comes. */
  private stamped(message: Message & { kind: 'epochs' }): Message {
    return { ...message, records: message.records.map((record) => this.ledger.stamp(record)) };
  }

  /** An interrupted restart is the last. */
  private pass(): void {
    const { ledger, waiting } = this;
    while (!ledger.isInterrupted) {
      const message = waiting.get(ledger.finished.length)?.shift();
      if (!message) return;
      if (message.kind === 'epochs') for (const record of message.records) ledger.epoch(record);
      else if (message.kind === 'checkpoint') ledger.checkpoint(() => message.state);
      else {
        waiting.delete(message.restart);
        ledger.end(message.summary, () => message.snapshot);
      }
    }
  }
}
