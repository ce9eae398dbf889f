import type { MlpError } from '../../errors.js';
import type { FileRows } from '../table/chunk.js';
import type { ColumnBuilder } from '../table/column_builder.js';
import type { Cell } from './parse.js';

/** An object of a line, and the line's number; `error` where the line holds none. */
export interface Row {
  readonly cells: ReadonlyMap<string, Cell>;
  readonly line: number;
  readonly error?: MlpError;
}

/** File of rows: its name, its columns, and a text that stands for a missing value. */
export interface RowsOf {
  readonly name: string;
  readonly header: readonly string[];
  readonly missing: string;
}

/** Objects as rows below a header; a key that an object lacks is a missing value. */
export class JsonRows implements FileRows {
  readonly lines: Uint32Array;

  constructor(
    private readonly from: RowsOf,
    private readonly objects: readonly Row[],
  ) {
    this.lines = Uint32Array.from(objects, ({ line }) => line);
  }

  get header(): readonly string[] {
    return this.from.header;
  }

  get file(): string {
    return this.from.name;
  }

  get rows(): number {
    return this.objects.length;
  }

  get error(): MlpError | undefined {
    return this.objects.length === 1 ? this.objects[0].error : undefined;
  }

  addTo(builders: readonly ColumnBuilder[]): void {
    for (const builder of builders)
      for (let row = 0; row < this.rows; row++) builder.add(this.text(row, builder.field), this.lines[row]);
  }

  text(row: number, field: number): string {
    return this.objects[row].cells.get(this.header[field]) ?? this.from.missing;
  }

  record(row: number): readonly string[] {
    return this.objects[row].error ? [] : this.header.map((_, field) => this.text(row, field));
  }

  part(start: number, end: number): JsonRows {
    return new JsonRows(this.from, this.objects.slice(start, end));
  }
}
