import { counted } from '../format_count.js';
import { FilledValues } from './preprocessing/filled_values.js';
import type { RowFindings } from './preprocessing/findings.js';
import { OddCells } from './preprocessing/odd_cells.js';
import { withoutTarget } from './preprocessing/report.js';
import { UnitCounts } from './preprocessing/unit_counts.js';
import { UnseenValues } from './preprocessing/unseen.js';
import { FileNotes } from './table/file_notes.js';

/** Listener to what there is to say about a stream. */
export interface StreamListener {
  warn(message: string): void;
  /** Takes notes on the lines of the files, once they have been read. */
  note?(message: string): void;
}

/** Collects what there is to say about a stream of rows, and says it once. */
export class StreamReport {
  readonly notes = new FileNotes();
  private readonly warned = new Set<string>();
  private readonly unseen = new UnseenValues();
  private readonly odd = new OddCells();
  private readonly filled = new FilledValues();
  readonly units = new UnitCounts();
  /** Number of rows that were read, and of those with a target, where one is required. */
  private read = 0;
  private answered = 0;

  constructor(
    private readonly source: string,
    private readonly listener: StreamListener,
  ) {}

  /** Counts rows that were read. */
  count(read: number, answered: number): void {
    this.read += read;
    this.answered += answered;
  }

  /** Takes what was found out on rows that were given out. */
  take({ warnings, unseenValues, oddCells, filledValues }: RowFindings): void {
    for (const [key, message] of warnings) {
      if (!this.warned.has(key)) this.listener.warn(message);
      this.warned.add(key);
    }
    this.unseen.merge(unseenValues);
    this.odd.merge(oddCells);
    this.filled.merge(filledValues);
  }

  /** Notes the lines of the files that are no rows; `skip_rows` were skipped first. */
  reportNotes(skip_rows: number): void {
    const { listener, notes, source } = this;
    if (skip_rows > 0)
      listener.note?.(`${source}: ${counted(skip_rows, 'line')} skipped first, as data.skip_rows says`);
    for (const note of notes.list('rows')) listener.note?.(note);
  }

  /** Warns of what was found out in all rows, of which those without `targets` are left out. */
  warnAtEnd(targets: readonly string[]): void {
    const filled = this.filled.message(this.source);
    if (filled !== undefined) this.listener.note?.(filled);
    const messages = [
      this.odd.message(this.source),
      this.unseen.message(this.source),
      ...this.units.messages(this.source),
    ];
    if (this.answered < this.read)
      messages.push(`${this.source}: ${withoutTarget(this.read, this.answered, targets)}`);
    for (const message of messages) if (message !== undefined) this.listener.warn(message);
  }
}
