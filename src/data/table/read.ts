import { MlpError } from '../../errors.js';
import { type CellSettings, cellFormat, plainCells } from './cells.js';
import type { TableChunk } from './chunk.js';
import { ColumnBuilder, maxCategories } from './column_builder.js';
import { RowGroups } from './row_groups.js';
import { RowLines } from './row_lines.js';
import type { Column, Table, TableFile, WantedType } from './table.js';

/** Options of turning cells into typed columns. */
export interface TableOptions {
  /** Name of the source in messages. */
  readonly name: string;
  /** Meaning of cells; default: as they are. */
  readonly cells?: CellSettings;
  /** Separator of a file's fields: a hint on how numbers are written there. */
  readonly delimiter?: string;
  /** Most distinct texts of a column of categories; default: `maxCategories`. */
  readonly limit?: number;
  /** Whether a model has settled what becomes of cells. */
  readonly forModel?: boolean;
}

/** Reads a whole source into typed columns. `wanted` chooses by its header which of them to keep, and as what. */
export async function readTable(
  chunks: AsyncIterable<TableChunk>,
  wanted: (header: readonly string[], countsRows?: boolean) => ReadonlyMap<string, WantedType>,
  options: TableOptions,
): Promise<Table> {
  let builder: TableBuilder | undefined;
  let countsRows: boolean | undefined;
  for await (const chunk of chunks) {
    countsRows ??= chunk.countsRows;
    builder ??= new TableBuilder(chunk.header, wanted(chunk.header, countsRows), options);
    builder.add(chunk);
  }
  const table = builder!.finish();
  if (table.rows === 0) throw noRows(options.name, countsRows);
  return table;
}

/** Error of a source that has columns, but no rows. */
export const noRows = (name: string, countsRows: boolean | undefined): MlpError =>
  new MlpError(
    'data',
    `${name}: no data: ${countsRows ? 'it has columns, but no rows' : 'there is a header, but no row below it'}`,
  );

/** Makes a table of one chunk alone. */
export function tableOf(
  chunk: TableChunk,
  wanted: ReadonlyMap<string, WantedType>,
  options: TableOptions,
): Table {
  const builder = new TableBuilder(chunk.header, wanted, options, chunk.rows);
  builder.add(chunk);
  return builder.finish();
}

/** Collects chunks into a table. */
class TableBuilder {
  private readonly builders: ColumnBuilder[];
  private readonly groups: RowGroups;
  private readonly lines = new RowLines();
  private hasLines = true;
  private rows = 0;
  private readonly files: TableFile[] = [];

  /** `rows` is how many are expected, if that is known. */
  constructor(
    private readonly header: readonly string[],
    wanted: ReadonlyMap<string, WantedType>,
    private readonly options: TableOptions,
    rows?: number,
  ) {
    const { name: source, limit = maxCategories, cells = plainCells, delimiter, forModel } = options;
    const kept = [...header.keys()].filter((field) => wanted.has(header[field]));
    const groups = new RowGroups(kept.length, rows);
    this.groups = groups;
    this.builders = kept.map((field, column) => {
      const location = { source, name: header[field], field, forModel };
      const type = wanted.get(location.name)!;
      const isKey = type === 'key';
      const options = {
        cells: cellFormat(cells, location.name),
        limit: isKey ? Number.POSITIVE_INFINITY : limit,
        delimiter,
      };
      return new ColumnBuilder(location, isKey ? 'category' : type, options, groups, column);
    });
  }

  add(chunk: TableChunk): void {
    const { file: name = this.options.name, header, countsRows } = chunk;
    const file = this.files.at(-1);
    if (file?.name !== name || file.header !== header)
      this.enter({ name, header, from: this.rows, countsRows });
    this.rows += chunk.rows;
    if (chunk.lines) this.lines.append(chunk.lines);
    else this.hasLines = false;
    chunk.addTo(this.builders);
  }

  /** Goes on with the columns of another file, which may have another order. */
  private enter(file: TableFile): void {
    this.files.push(file);
    for (const builder of this.builders) builder.continueIn(file);
  }

  finish(): Table {
    const columns = new Map<string, Column>();
    for (const builder of this.builders) {
      const column = builder.finish();
      columns.set(column.name, column);
    }
    const { files, groups, hasLines, header, lines, rows } = this;
    const { name, forModel } = this.options;
    const all = { name, rows, header, files, columns, groups, ...(hasLines && { lines }) };
    return forModel ? { ...all, forModel } : all;
  }
}
