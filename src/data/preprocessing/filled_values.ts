import { printable } from '../../files/excerpt.js';
import { formatCount } from '../../format_count.js';
import { shortList } from '../../short_list.js';

/** Most columns that a message names. */
const namedColumns = 5;

/** Missing values of columns of numbers and dates, for which the model has one. */
export class FilledValues {
  private readonly columns = new Map<string, number>();

  /** Counts one in a column of this name. */
  add(name: string, count = 1): void {
    this.columns.set(name, (this.columns.get(name) ?? 0) + count);
  }

  merge({ columns }: FilledValues): void {
    for (const [name, count] of columns) this.add(name, count);
  }

  /** The message on all of it, for a source of this name; undefined where there is nothing. */
  message(source: string): string | undefined {
    if (this.columns.size === 0) return undefined;
    const counts = [...this.columns].map(([name, count]) => `${printable(name)} ${formatCount(count)}`);
    return `${source}: missing values, filled in as in training: ${shortList(counts, namedColumns)}`;
  }
}
