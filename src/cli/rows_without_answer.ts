import { lineWord } from '../data/table/table.js';
import { MlpError } from '../errors.js';
import { counted, formatCount } from '../format_count.js';
import type { Context } from './context.js';
import { note, warn } from './messages.js';

/** Ways to go on at a row that cannot be read or encoded: not at all, without the row, or with a row of empty fields. */
export const errorModes = ['fail', 'skip', 'blank'] as const;
export type ErrorMode = (typeof errorModes)[number];

/** Most bad rows that are described each. */
const described = 5;

/** Rows that get no answer: what becomes of them, how many there are, where, and why. */
export class RowsWithoutAnswer {
  private rows = 0;
  private bad = 0;
  private incomplete = 0;
  private readonly firstBad: string[] = [];
  private firstIncomplete = '';

  constructor(
    private readonly source: string,
    private readonly mode: ErrorMode,
    private readonly context: Context,
    /** The file that answers go to, which is there when it is whole; undefined for stdout. */
    private readonly file?: string,
  ) {}

  /** Receiver of bad rows for `encodeStream`. */
  readonly onBadRow = (error: MlpError): void => {
    if (this.mode === 'fail') throw this.failure(error);
    this.bad++;
    if (this.bad <= described) this.firstBad.push(error.message);
  };

  /** Counts rows that have been read, and those among them, by their lines, that get no answer. */
  count(rows: number, incomplete: readonly number[], countsRows?: boolean): void {
    this.rows += rows;
    if (this.incomplete === 0 && incomplete.length > 0)
      this.firstIncomplete = `${lineWord({ countsRows })} ${incomplete[0]}`;
    this.incomplete += incomplete.length;
  }

  /** Error of a file that cannot be read on, however bad rows are treated. */
  unreadable(error: MlpError): MlpError {
    if (this.mode === 'fail' || this.rows === 0) return error;
    const reason = 'what follows cannot be told apart';
    return new MlpError(
      error.failure,
      `${error.message}\n(--on-error ${this.mode} does not go on here: ${reason})`,
      {
        cause: error,
      },
    );
  }

  /** Says on stderr which rows got no answer. */
  report(): void {
    const { bad, context, incomplete, mode, rows, source } = this;
    const fate = mode === 'skip' ? 'left out' : 'without a prediction';
    if (incomplete > bad)
      note(
        context,
        {},
        `${source}: ${counted(incomplete - bad, 'row')} of ${formatCount(rows)} ${fate}, as a value is missing ` +
          `(missing: "drop")${bad === 0 ? `, first in ${this.firstIncomplete}` : ''}`,
      );
    if (bad === 0) return;
    const more = bad - this.firstBad.length;
    const list = [...this.firstBad, ...(more > 0 ? [`and ${formatCount(more)} more`] : [])];
    warn(
      context,
      `${source}: ${counted(bad, 'row')} of ${formatCount(rows)} ${fate} (--on-error ${mode}):\n  ${list.join('\n  ')}`,
    );
  }

  /** Refuses data of which no row could be answered, though some are bad. */
  refuseNothingGood(): void {
    if (this.bad > 0 && this.incomplete === this.rows)
      throw new MlpError('data', `${this.source}: no row has a prediction`);
  }

  private failure(error: MlpError): MlpError {
    const printed =
      this.rows === 0 ? 'no row' : this.rows === 1 ? 'the row' : `the ${formatCount(this.rows)} rows`;
    const fate =
      this.file === undefined
        ? `${printed} before it ${this.rows > 1 ? 'are' : 'is'} printed`
        : `${this.file} is not written`;
    return new MlpError(
      error.failure,
      `${error.message}\n(${fate}; --on-error skip leaves such rows out, --on-error blank prints them without a ` +
        'prediction)',
      { cause: error },
    );
  }
}
