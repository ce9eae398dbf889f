import type { ColumnBuilder } from './column_builder.js';

/** Rows of a source that arrived together, with all of its columns; valid until the next are asked for. */
export interface TableChunk {
  /** The names of all columns. */
  readonly header: readonly string[];
  readonly rows: number;
  /** The line on which each row begins, for messages; absent where there is no file with lines. */
  readonly lines?: Uint32Array;
  /**
   * Adds to each builder the cells of its field, one for each row: as text (`add`), as UTF-8 (`addBytes`), or as
   * numbers where the builder keeps numbers (`addNumbers`).
   */
  addTo(builders: readonly ColumnBuilder[]): void;
  /** A cell as it stands in the source. */
  text(row: number, field: number): string;
}
