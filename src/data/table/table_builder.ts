import type { Batch, Format } from '../csv/batches.js';
import { readColumns } from '../csv/wasm/index.js';
import { ColumnBuilder, type WantedType } from './column_builder.js';
import { Growable } from './growable.js';
import { RowGroups } from './row_groups.js';
import type { Column, Table } from './table.js';

/** Collects batches into a table. */
export class TableBuilder {
  private readonly builders: ColumnBuilder[];
  private readonly lines = new Growable();
  private readonly groups: RowGroups;
  /** By field, what it is read as now. */
  private readonly kinds: Uint8Array;

  /**
   * `wanted` are the columns to keep, and as what; `limit` is the number of distinct texts that a category may have, `rows` how
   * many rows are expected, if that is known.
   */
  constructor(
    private readonly name: string,
    private readonly header: readonly string[],
    format: Format,
    wanted: ReadonlyMap<string, WantedType>,
    { limit, rows }: { readonly limit: number; readonly rows?: number },
  ) {
    const missing = new Set(format.missing_values.map((text) => text.trim()));
    const kept = [...header.keys()].filter((field) => wanted.has(header[field]));
    const groups = new RowGroups(kept.length, rows);
    this.groups = groups;
    this.kinds = new Uint8Array(header.length);
    this.builders = kept.map((field, column) => {
      const place = { source: name, name: header[field], field };
      return new ColumnBuilder(place, wanted.get(header[field])!, { missing, limit }, groups, column);
    });
  }

  // Column by column: each has its own memory and dictionary, which stay in the cache.
  add(batch: Batch): void {
    const { lines, cells } = batch;
    this.lines.append(lines);
    if (cells && lines.length > 0) {
      for (const { field, kind } of this.builders) this.kinds[field] = kind;
      const numbers = readColumns(cells, lines.length, this.kinds);
      for (const column of this.builders) column.addCells(cells, lines, numbers);
      return;
    }
    const { records } = batch;
    for (const column of this.builders)
      for (let i = 0; i < records.length; i++) column.add(records[i][column.field], lines[i]);
  }

  finish(): Table {
    const columns = new Map<string, Column>();
    for (const builder of this.builders) {
      const column = builder.finish();
      columns.set(column.name, column);
    }
    const lines = this.lines.finish();
    return {
      name: this.name,
      rows: lines.length,
      header: this.header,
      columns,
      groups: this.groups,
      lines,
    };
  }
}
