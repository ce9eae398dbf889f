import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import { concat } from '../../platform/bytes.js';
import { dateFormat } from '../dates/index.js';
import type { CellType } from '../table/cell_type.js';

/** A column of a file that is written. */
export interface WrittenColumn {
  readonly name: string;
  readonly kind: CellType;
}

/** A cell as it is given: a number, or its text as in CSV; null and the empty text are missing. */
export type WrittenCell = number | string | null;

/** A column in the schema of a file. */
type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** A cell as it is stored. */
type StoredCell = number | bigint | boolean | string | null;

/** Most cells, and most characters of texts, of a row group: what is held until it is written. */
const groupCells = 1 << 20;
const groupCharacters = 1 << 23;
const groupRows = 1 << 16;

/**
 * Writes rows as a Parquet file, row group by row group, of which it holds one. The bytes depend on the rows alone, not
 * on how they are given.
 */
export class ParquetFile {
  private readonly bytes = new ByteWriter();
  private readonly writer: ParquetWriter;
  private readonly capacity: number;
  private cells: StoredCell[][];
  private rows = 0;
  private characters = 0;

  constructor(private readonly columns: readonly WrittenColumn[]) {
    const root = { name: 'schema', num_children: columns.length };
    const schema = [root, ...columns.map(elementOf)];
    this.writer = new ParquetWriter({ writer: this.bytes, schema, createdBy: 'mlp' });
    this.capacity = Math.max(1, Math.min(groupRows, Math.floor(groupCells / columns.length)));
    this.cells = columns.map(() => []);
  }

  /**
   * Adds a row.
   *
   * @returns the bytes that are ready.
   * @throws MlpError `data` where a text is not of its column's kind.
   */
  add(row: readonly WrittenCell[]): Uint8Array {
    const stored = this.columns.map((column, i) => storedCell(column, row[i]));
    stored.forEach((cell, i) => {
      this.cells[i].push(cell);
      if (typeof cell === 'string') this.characters += cell.length;
    });
    this.rows++;
    return this.rows === this.capacity || this.characters >= groupCharacters ? this.endGroup() : nothing;
  }

  /** Ends the file; returns its last bytes. */
  finish(): Uint8Array {
    const group = this.endGroup();
    this.writer.finish();
    return concat([group, this.taken()]);
  }

  private endGroup(): Uint8Array {
    const { columns, cells, rows } = this;
    if (rows > 0)
      this.writer.write({
        columnData: columns.map(({ name }, i) => ({ name, data: cells[i] })),
        rowGroupSize: rows,
      });
    this.cells = columns.map(() => []);
    this.rows = 0;
    this.characters = 0;
    return this.taken();
  }

  /** Takes what has been written since the last time. */
  private taken(): Uint8Array {
    const bytes = this.bytes.getBytes().slice();
    this.bytes.index = 0;
    return bytes;
  }
}

const nothing = new Uint8Array(0);

function elementOf({ name, kind }: WrittenColumn): SchemaElement {
  return { name, repetition_type: 'OPTIONAL', ...types[kind] };
}

const types: Readonly<Record<CellType, Partial<SchemaElement>>> = {
  number: { type: 'DOUBLE' },
  whole: { type: 'INT64' },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  moment: {
    type: 'INT64',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' },
  },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
};

function storedCell({ name, kind }: WrittenColumn, cell: WrittenCell): StoredCell {
  if (cell === null || cell === '') return null;
  if (kind === 'text') return String(cell);
  const stored = readers[kind](cell);
  if (stored !== undefined) return stored;
  throw new MlpError(
    'data',
    `column ${printable(name)}: ${excerpt(cell)} is no ${words[kind]}, as its first rows have it in their file; ` +
      'write it as CSV (--format csv)',
  );
}

const words = {
  number: 'number',
  whole: 'whole number',
  boolean: 'true or false',
  date: 'date',
  moment: 'date',
};

const readers: Readonly<
  Record<Exclude<CellType, 'text'>, (cell: number | string) => StoredCell | undefined>
> = {
  number(cell) {
    const value = Number(cell);
    return Number.isNaN(value) && cell !== 'NaN' && typeof cell === 'string' ? undefined : value;
  },
  whole(cell) {
    if (typeof cell === 'string' && !/^-?\d{1,19}$/.test(cell)) return undefined;
    const value = BigInt(cell);
    return BigInt.asIntN(64, value) === value ? value : undefined;
  },
  boolean: (cell) => (cell === 'true' ? true : cell === 'false' ? false : undefined),
  date(cell) {
    const seconds = secondsOf(cell);
    return seconds === undefined || seconds % 86400 !== 0 ? undefined : seconds / 86400;
  },
  moment(cell) {
    const seconds = secondsOf(cell);
    return seconds === undefined ? undefined : BigInt(Math.round(seconds * 1e6));
  },
};

const iso = dateFormat('iso');

/** Seconds since 1970 of a cell: those that it is, or those of its text. */
function secondsOf(cell: number | string): number | undefined {
  const seconds = typeof cell === 'number' ? cell : iso.read(cell);
  return typeof seconds === 'number' ? seconds : undefined;
}
