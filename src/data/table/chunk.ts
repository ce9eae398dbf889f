import type { MlpError } from '../../errors.js';
import type { CellType } from './cell_type.js';
import type { ColumnBuilder } from './column_builder.js';
import type { KeptCell } from './kept_cell.js';

/** Rows of a source that arrived together, with all of its columns; valid until the next are asked for. */
export interface TableChunk {
  /** The names of all columns. */
  readonly header: readonly string[];
  readonly rows: number;
  /** Name of the file that they come from, where the source has several; their columns may differ in order. */
  readonly file?: string;
  /** The line on which each row begins, for messages; absent where there is no file with lines. */
  readonly lines?: Uint32Array;
  /** Whether `lines` are numbers of rows, from 1, as the source has no lines. */
  readonly countsRows?: boolean;
  /**
   * Adds to each builder the cells of its field, one for each row: as text (`add`), as UTF-8 (`addBytes`), or as
   * numbers where the builder keeps numbers (`addNumbers`).
   */
  addTo(builders: readonly ColumnBuilder[]): void;
  /** A cell as it stands in the source. */
  text(row: number, field: number): string;
}

/** Rows of a file with lines. */
export interface FileRows extends TableChunk {
  readonly lines: Uint32Array;
  /** The kinds of the cells of each column; absent where all are texts. */
  readonly kinds?: readonly CellType[];
  /** Error of the one row that this then is: it cannot be read, or has more fields than the header, or fewer. */
  readonly error?: MlpError;
  /** A cell with its type, where the source has types. */
  cell?(row: number, field: number): KeptCell;
  /** The fields of a row as they stand in the file, as far as it has them. */
  record(row: number): readonly string[];
  /** The rows [start, end). */
  part(start: number, end: number): FileRows;
}
