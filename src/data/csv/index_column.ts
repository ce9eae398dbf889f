import { MlpError } from '../../errors.js';
import { excerpt } from '../../files/excerpt.js';
import { decimal } from '../numbers/decimal.js';
import type { TableChunk } from '../table/chunk.js';

/** Most rows of which the values are compared. */
const rowsCompared = 10_000;

/**
 * Check of a first column without a name: an index, as pandas and R write it, has a whole number or a text of its own
 * in each row, numbers may begin again (tables that were put together). Anything else would be lost if it was left out.
 */
export class IndexColumn {
  private readonly seen = new Set<string>();
  private previous = Number.NaN;

  constructor(private readonly name: string) {}

  /**
   * Looks at further rows.
   *
   * @throws MlpError `data` at the first that has no value of an index.
   */
  check(chunk: TableChunk): void {
    for (let row = 0; row < chunk.rows && this.seen.size < rowsCompared; row++) {
      const text = chunk.text(row, 0).trim();
      const value = decimal(text);
      const isNew = text !== '' && (Number.isNaN(value) || Number.isInteger(value)) && !this.seen.has(text);
      const goesOn = value === this.previous + 1 || value === 0 || value === 1;
      if (!isNew && !goesOn)
        throw new MlpError(
          'data',
          `${this.name}:${chunk.lines![row]}:1: column 1 has no name, and is no index, as ${excerpt(text)} is ` +
            `${this.seen.has(text) ? 'there twice' : 'no number of a row'}; give it a name in the header line`,
        );
      this.seen.add(text);
      this.previous = value;
    }
  }
}
