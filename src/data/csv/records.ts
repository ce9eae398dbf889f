import type { MlpError } from '../../errors.js';
import type { TableChunk } from '../table/chunk.js';

/** Records that arrived together: whole rows of a CSV file, whether or not they have as many fields as its header. */
export interface Records extends TableChunk {
  readonly lines: Uint32Array;
  /** Error of the one record that this then is: it has more fields than the header, or fewer. */
  readonly error?: MlpError;
  /** The fields of a record. */
  record(row: number): readonly string[];
  /** The index behind the last of the records from `start` on that have so many fields. */
  wellFormed(fields: number, start: number): number;
  /** The records [start, end), as rows below a header; `error` is what is wrong with the one that they are. */
  below(header: readonly string[], start: number, end: number, error?: MlpError): Records;
}
