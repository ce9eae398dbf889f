import { counted, formatCount } from '../format_count.js';
import { nameList } from '../name_list.js';
import type { AnswerCell } from './answer_lines.js';

/** Rows with answers that are no finite number: how many there are, in which columns, and where the first is. */
export class NotFiniteAnswers {
  private rows = 0;
  private answered = 0;
  private first = '';
  private readonly found = new Set<number>();

  /** `columns` are the names of the values of an answer. */
  constructor(private readonly columns: readonly string[]) {}

  /** Looks at the answer to a row, whose place is asked for where it is the first with such a value. */
  take(answer: readonly AnswerCell[], place: () => string): void {
    this.answered++;
    let isGood = true;
    for (let j = 0; j < answer.length; j++) {
      const value = answer[j];
      if (typeof value !== 'number' || Number.isFinite(value)) continue;
      isGood = false;
      this.found.add(j);
    }
    if (isGood) return;
    if (this.rows === 0) this.first = place();
    this.rows++;
  }

  /** The message on all of it, for a source of this name; undefined where every number is finite. */
  message(source: string): string | undefined {
    const { answered, columns, first, found, rows } = this;
    if (rows === 0) return undefined;
    const names = nameList(columns.filter((_, j) => found.has(j)));
    return (
      `${source}: ${counted(rows, 'row')} of ${formatCount(answered)} with an answer that is no finite number, null ` +
      `in JSON (${names}), ${rows > 1 ? 'first in' : 'in'} ${first}: what the network computes there exceeds all ` +
      'numbers; are the values of such rows far outside of those of training?'
    );
  }
}
