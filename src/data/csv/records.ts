import type { MlpError } from '../../errors.js';
import type { FileRows } from '../table/chunk.js';

/** Records that arrived together: whole rows of a CSV file, whether or not they have as many fields as its header. */
export interface Records extends FileRows {
  /** The index behind the last of the records from `start` on that have so many fields. */
  wellFormed(fields: number, start: number): number;
  /**
   * The index of the first of the records [start, end), all with so many fields, that has just these names, with blanks
   * or a byte order mark around them or not; end where none does.
   */
  find(names: readonly string[], start: number, end: number): number;
  /** The records [start, end), as rows below the header of a file; `error` is what is wrong with the one that they are. */
  below(header: readonly string[], start: number, end: number, file: string, error?: MlpError): Records;
}
