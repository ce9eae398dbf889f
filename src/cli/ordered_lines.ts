import { type Output, write } from './io.js';

/** Lines of a table that grows, each written after the one before, whenever they come. */
export class OrderedLines {
  private written = Promise.resolve();

  constructor(
    private readonly stdout: Output,
    private readonly isSilent: boolean,
  ) {}

  print(text: string): void {
    if (!this.isSilent) this.written = this.written.then(() => write(this.stdout, text));
  }

  /** Waits until all is written. */
  end(): Promise<void> {
    return this.written;
  }
}
