import type { ColumnBuilder } from '../table/column_builder.js';
import type { Cells } from './cells.js';
import type { Records } from './records.js';
import { kinds, type Numbers, readColumn, readColumns } from './wasm/index.js';

/** Records without a quote, all with as many fields, split in WebAssembly: few cells ever become strings. */
export class PlainRecords implements Records {
  constructor(
    readonly lines: Uint32Array,
    private readonly cells: Cells,
    readonly header: readonly string[] = [],
  ) {}

  get rows(): number {
    return this.lines.length;
  }

  text(row: number, field: number): string {
    return this.cells.text(this.cells.index(row, field));
  }

  record(row: number): readonly string[] {
    return Array.from({ length: this.cells.width }, (_, field) => this.text(row, field));
  }

  wellFormed(fields: number, start: number): number {
    return this.cells.width === fields ? this.rows : start;
  }

  below(header: readonly string[], start: number, end: number): PlainRecords {
    return new PlainRecords(this.lines.subarray(start, end), this.cells.behind(start), header);
  }

  // Column by column: each has its own memory and dictionary, which stay in the cache.
  addTo(builders: readonly ColumnBuilder[]): void {
    const { cells, rows } = this;
    if (rows === 0) return;
    const wanted = new Uint8Array(cells.width);
    for (const { field, reads } of builders) wanted[field] = kinds[reads];
    const numbers = readColumns(cells, rows, wanted);
    for (const builder of builders) this.addColumn(builder, numbers);
  }

  /** Adds a column's cells, of which the first may have been read as numbers already. */
  private addColumn(builder: ColumnBuilder, { values, counts }: Numbers): void {
    const { cells, lines, rows } = this;
    const { field } = builder;
    let row = builder.reads === 'texts' ? 0 : builder.addNumbers(values, field * rows, counts[field]);
    while (row < rows) {
      const k = cells.index(row, field);
      builder.addBytes(cells.bytes, cells.starts[k], cells.end(k), lines[row]);
      row++;
      if (builder.reads === 'texts' || row === rows) continue;
      const more = readColumn(cells, field, row, rows - row, kinds[builder.reads]);
      row += builder.addNumbers(more, 0, more.length);
    }
  }
}
