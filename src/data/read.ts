import type { Hash } from 'node:crypto';
import { MlpError } from '../errors.js';
import { excerpt } from '../files/excerpt.js';
import { ColumnBuilder, maxCategories, type WantedType } from './column_builder.js';
import { estimateRows, readBytes, type Source } from './csv/bytes.js';
import type { Cells } from './csv/cells.js';
import { type Records, readRecords } from './csv/records.js';
import { Growable } from './growable.js';
import type { Column, Table } from './table.js';

/** How the text of a file is to be read: the same for training data and for what is predicted later. */
export interface Format {
  readonly delimiter: string;
  readonly header: boolean;
  readonly missing_values: readonly string[];
}

/** Raw fields with the lines they are on; every record has as many fields as the header has names. */
export class Batch implements Records {
  constructor(
    readonly header: readonly string[],
    private readonly found: Records,
    /** Which of the records found are meant. */
    private readonly start: number,
    private readonly end: number,
  ) {}

  get lines(): Uint32Array {
    return this.found.lines.subarray(this.start, this.end);
  }

  get records(): readonly (readonly string[])[] {
    return this.found.records.slice(this.start, this.end);
  }

  get cells(): Cells | undefined {
    return this.found.cells?.behind(this.start);
  }

  text(row: number, field: number): string {
    const { cells } = this.found;
    return cells
      ? cells.text(cells.index(this.start + row, field))
      : this.found.records[this.start + row][field];
  }
}

/**
 * Records of a file with their header, in batches as the bytes arrive. Names are trimmed; without a header they are given by
 * `nameless`, as c1, c2, … unless told otherwise. The first batch comes even if it holds no record, as long as there is a header.
 */
export async function* readBatches(
  source: Source,
  format: Format,
  options: {
    hash?: Hash;
    counts?: { blankLines: number };
    nameless?: (fields: number) => readonly string[];
  } = {},
): AsyncGenerator<Batch> {
  const { hash, counts = { blankLines: 0 }, nameless = numberedNames } = options;
  let header: readonly string[] | undefined;
  for await (const found of readRecords(readBytes(source, hash), source.name, format.delimiter, counts)) {
    const { lines, cells } = found;
    let start = 0;
    if (!header) {
      const place = `${source.name}:${lines[0]}`;
      const first = cells ? cells.record(0) : found.records[0];
      refuseOtherDelimiter(first, format.delimiter, place);
      header = format.header ? checkedNames(first, place) : nameless(first.length);
      if (format.header) start = 1;
    }
    const end =
      cells?.width === header.length ? lines.length : wellFormed(found.records, header.length, start);
    yield new Batch(header, found, start, end);
    if (end < lines.length) throw wrongLength(found.records[end], header, `${source.name}:${lines[end]}`);
  }
  if (!header) throw new MlpError('data', `${source.name}: no data: the file is empty`);
}

/** The index behind the last of the records from `start` on that have so many fields. */
function wellFormed(records: readonly (readonly string[])[], fields: number, start: number): number {
  let end = start;
  while (end < records.length && records[end].length === fields) end++;
  return end;
}

export const numberedNames = (fields: number): string[] =>
  Array.from({ length: fields }, (_, i) => `c${i + 1}`);

function checkedNames(record: readonly string[], place: string): string[] {
  const positions = new Map<string, number>();
  return record.map((field, i) => {
    const name = field.trim();
    const position = i + 1;
    if (name === '')
      throw new MlpError(
        'data',
        `${place}:${position}: column ${position} has no name; give it one in the header line`,
      );
    const other = positions.get(name);
    if (other !== undefined)
      throw new MlpError(
        'data',
        `${place}:${position}: columns ${other} and ${position} are both called ${excerpt(name)}; rename one of them`,
      );
    positions.set(name, position);
    return name;
  });
}

function refuseOtherDelimiter(record: readonly string[], delimiter: string, place: string): void {
  if (record.length > 1) return;
  const other = [';', '\t', '|', ','].find(
    (candidate) => candidate !== delimiter && record[0].includes(candidate),
  );
  if (other === undefined) return;
  const shown = other === '\t' ? '"\\t"' : JSON.stringify(other);
  throw new MlpError(
    'data',
    `${place}: one column only; it looks as if columns were separated by ${other === '\t' ? 'tabs' : shown}: ` +
      `set data.delimiter to ${shown} (--set 'data.delimiter=${other === '\t' ? '"\\t"' : other}')`,
  );
}

function wrongLength(record: readonly string[], header: readonly string[], place: string): MlpError {
  const found = `${record.length} field${record.length === 1 ? '' : 's'}`;
  const position = Math.min(record.length, header.length + 1);
  const hint =
    record.length === header.length + 1 && record.at(-1) === ''
      ? ': the line ends in a delimiter'
      : record.length > header.length
        ? ': a field that contains the delimiter has to be quoted'
        : ` (${excerpt(header[record.length])} is the first that is absent)`;
  return new MlpError(
    'data',
    `${place}:${position}: ${found}, expected ${header.length} as in the first line${hint}`,
  );
}

/**
 * Reads a whole file into typed columns. `wanted` says which columns to keep, and as what.
 * `limit` is the number of distinct texts that a category may have.
 */
export async function readTable(
  source: Source,
  format: Format,
  wanted: (header: readonly string[]) => ReadonlyMap<string, WantedType>,
  options: { hash?: Hash; counts?: { blankLines: number }; limit?: number } = {},
): Promise<Table> {
  const { limit = maxCategories } = options;
  let builder: TableBuilder | undefined;
  for await (const batch of readBatches(source, format, options)) {
    builder ??= new TableBuilder(source.name, batch.header, format, wanted(batch.header), {
      limit,
      rows: estimateRows(source, batch.lines.length),
    });
    builder.add(batch);
  }
  const table = builder!.finish();
  if (table.rows === 0)
    throw new MlpError('data', `${source.name}: no data: there is a header, but no row below it`);
  return table;
}

/** Collects batches into a table, of about as many `rows`; `limit` is the number of distinct texts that a category may have. */
export class TableBuilder {
  private readonly builders: { field: number; column: ColumnBuilder }[] = [];
  private readonly lines: Growable<Uint32Array>;

  constructor(
    private readonly name: string,
    private readonly header: readonly string[],
    format: Format,
    wanted: ReadonlyMap<string, WantedType>,
    size: { readonly limit: number; readonly rows: number },
  ) {
    this.lines = new Growable(Uint32Array, size.rows);
    const missing = new Set(format.missing_values.map((text) => text.trim()));
    header.forEach((column, field) => {
      const type = wanted.get(column);
      if (type)
        this.builders.push({
          field,
          column: new ColumnBuilder(name, column, field + 1, type, missing, size),
        });
    });
  }

  // Column by column: each has its own arrays and dictionary, which stay in the cache.
  add(batch: Batch): void {
    const { lines, cells } = batch;
    this.lines.append(lines);
    if (cells) {
      for (const { column } of this.builders) column.addCells(cells, lines);
      return;
    }
    const { records } = batch;
    for (const { field, column } of this.builders)
      for (let i = 0; i < records.length; i++) column.add(records[i][field], lines[i]);
  }

  finish(): Table {
    const columns = new Map<string, Column>();
    for (const { column } of this.builders) columns.set(column.name, column.finish());
    return {
      name: this.name,
      rows: this.lines.length,
      header: this.header,
      columns,
      lines: this.lines.finish(),
    };
  }
}
