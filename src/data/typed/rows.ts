import type { CellType } from '../table/cell_type.js';
import type { FileRows } from '../table/chunk.js';
import type { ColumnBuilder } from '../table/column_builder.js';
import { JsonLiteral, type KeptCell } from '../table/kept_cell.js';
import { cellText, type TypedColumn } from './columns.js';

/** Columns of the same rows, by their index in the header; those that are not wanted are absent. */
export type TypedColumns = ReadonlyMap<number, TypedColumn>;

/** A source that has types: its columns, the kinds of their cells, and what messages call it. */
export interface TypedSource {
  readonly header: readonly string[];
  readonly kinds: readonly CellType[];
  readonly name: string;
}

/** Kinds whose cells are literals of JSON. */
const literalKinds: ReadonlySet<CellType> = new Set(['number', 'whole', 'boolean']);

/** Rows of a source that has types. What stands for lines in messages is the number of the row, from 1. */
export class TypedRows implements FileRows {
  readonly lines: Uint32Array;
  readonly countsRows = true;

  /** The rows [start, end) of the columns; `first` is the number of row 0 of the columns in the source. */
  constructor(
    private readonly source: TypedSource,
    private readonly columns: TypedColumns,
    private readonly first: number,
    private readonly start: number,
    private readonly end: number,
  ) {
    this.lines = new Uint32Array(end - start);
    for (let row = 0; row < this.lines.length; row++) this.lines[row] = first + start + row;
  }

  get header(): readonly string[] {
    return this.source.header;
  }

  get kinds(): readonly CellType[] {
    return this.source.kinds;
  }

  get file(): string {
    return this.source.name;
  }

  get rows(): number {
    return this.end - this.start;
  }

  addTo(builders: readonly ColumnBuilder[]): void {
    if (this.rows === 0) return;
    for (const builder of builders) {
      const column = this.columns.get(builder.field)!;
      if (column.type === 'numbers' && builder.reads !== 'texts') this.addNumbers(builder, column);
      else if (column.type === 'dates' && builder.takesDates())
        builder.addDates(column.values.subarray(this.start, this.end));
      else if (column.type === 'texts')
        builder.addTexts(column.values, this.start, this.end, this.first + this.start);
      else if (column.type === 'codes')
        builder.addCodes(column, this.start, this.end, this.first + this.start);
      else for (let row = this.start; row < this.end; row++) this.addCell(builder, column, row);
    }
  }

  text(row: number, field: number): string {
    const column = this.columns.get(field);
    return (column && cellText(column, this.start + row)) ?? '';
  }

  cell(row: number, field: number): KeptCell {
    const text = this.text(row, field);
    if (!literalKinds.has(this.kinds[field])) return text === '' ? null : text;
    return isInfinite(Number(text)) || text === '' ? null : new JsonLiteral(text);
  }

  record(row: number): readonly string[] {
    return this.header.map((_, field) => this.text(row, field));
  }

  part(start: number, end: number): TypedRows {
    const { source, columns, first } = this;
    return new TypedRows(source, columns, first, this.start + start, this.start + end);
  }

  private addCell(builder: ColumnBuilder, column: TypedColumn, row: number): void {
    const text = cellText(column, row);
    if (text === null) builder.addMissing();
    else builder.add(text, this.lines[row - this.start]);
  }

  /** Adds runs of finite and missing numbers; what is none of these, or stands for a missing value, as its text. */
  private addNumbers(builder: ColumnBuilder, column: Extract<TypedColumn, { type: 'numbers' }>): void {
    const { values, exact } = column;
    const last = this.end;
    for (let row = this.start; row < last; ) {
      if (builder.reads === 'texts') {
        this.addCell(builder, column, row++);
        continue;
      }
      let end = row;
      while (end < last && !isInfinite(values[end])) end++;
      const odd = exact ? firstKey(exact, row, end) : end;
      row += builder.addNumbers(values, row, odd - row);
      if (row < last) this.addCell(builder, column, row++);
    }
  }
}

/** The first row of [start, end) that has a text of its own; `end` where none has. */
function firstKey(exact: ReadonlyMap<number, string>, start: number, end: number): number {
  for (let row = start; row < end; row++) if (exact.has(row)) return row;
  return end;
}

const isInfinite = (value: number): boolean =>
  value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
