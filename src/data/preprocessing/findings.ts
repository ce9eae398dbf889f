import type { Table } from '../table/table.js';
import { UnseenValues } from './unseen.js';

/** Interface to what encoding finds that is no error. */
export interface Findings {
  /** Warns of something once, however often it happens: the same key is the same thing. */
  warnOnce(key: string, message: string): void;
  /** Counts a value that training did not have; null where it is missing. `known` are the categories that it had. */
  unseen(table: Table, row: number, name: string, value: string | null, known: readonly string[]): void;
}

/** Findings of some rows, kept until it is clear that these rows could be encoded. */
export class RowFindings implements Findings {
  readonly warnings = new Map<string, string>();
  readonly unseenValues = new UnseenValues();

  warnOnce(key: string, message: string): void {
    if (!this.warnings.has(key)) this.warnings.set(key, message);
  }

  unseen(...value: Parameters<Findings['unseen']>): void {
    this.unseenValues.add(...value);
  }
}
