import type { MlpError } from '../../errors.js';
import type { FileRows } from '../table/chunk.js';
import type { ColumnBuilder } from '../table/column_builder.js';
import { JsonLiteral, type KeptCell } from '../table/kept_cell.js';
import type { Cell } from './parse.js';

/** An object of a line, its text, and the line's number; `error` where the line holds none. */
export interface Row {
  readonly text: string;
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
  /** The values of the row whose cell was asked for last. */
  private latest: { readonly row: number; readonly values: Readonly<Record<string, unknown>> } | undefined;

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

  cell(row: number, field: number): KeptCell {
    if (this.latest?.row !== row) this.latest = { row, values: JSON.parse(this.objects[row].text) };
    const name = this.header[field];
    const text = this.objects[row].cells.get(name) ?? null;
    return text === null || typeof this.latest.values[name] === 'string' ? text : new JsonLiteral(text);
  }

  record(row: number): readonly string[] {
    return this.objects[row].error ? [] : this.header.map((_, field) => this.text(row, field));
  }

  part(start: number, end: number): JsonRows {
    return new JsonRows(this.from, this.objects.slice(start, end));
  }
}
