import { type Output, write } from './io.js';

/**
 * Lines of a table that grows, each written after the one before, whenever they come. Where one cannot be written none
 * follows, and `end` says so: what they report on goes on till then.
 */
export class OrderedLines {
  private written = Promise.resolve();

  constructor(
    private readonly stdout: Output,
    private readonly isSilent: boolean,
  ) {}

  print(text: string): void {
    if (this.isSilent) return;
    this.written = this.written.then(() => write(this.stdout, text));
    // a promise that fails while nobody waits for it would end the process
    this.written.catch(() => {});
  }

  /** Waits until all is written; rejects where that failed. */
  end(): Promise<void> {
    return this.written;
  }
}
