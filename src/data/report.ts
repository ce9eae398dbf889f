import { MlpError } from '../errors.js';
import type { WarnOnce } from './encode.js';
import type { Rows } from './rows.js';
import type { Loaded } from './sources.js';

/** Collects what is worth saying. */
export class Report {
  readonly notes: string[] = [];
  readonly warnings: string[] = [];
  private readonly said = new Set<string>();

  readonly warn = (message: string): void => {
    this.warnings.push(message);
  };

  readonly warnOnce: WarnOnce = (key, message) => {
    if (this.said.has(key)) return;
    this.said.add(key);
    this.warn(message);
  };

  /** Says what was left out of a file, of which the `complete` rows are used. */
  read({ table, blankLines }: Loaded, complete: Rows): void {
    const dropped = table.rows - complete.length;
    if (blankLines > 0) this.notes.push(`${table.name}: ${count(blankLines, 'blank line')} skipped`);
    if (dropped > 0)
      this.notes.push(
        `${table.name}: ${count(dropped, 'row')} of ${table.rows} left out, as a value is missing (missing: "drop")`,
      );
    if (complete.length === 0)
      throw new MlpError('data', `${table.name}: no data: a value is missing in every row (missing: "drop")`);
  }
}

const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;
