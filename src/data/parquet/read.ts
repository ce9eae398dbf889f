import type { FileMetaData, SchemaElement } from 'hyparquet/src/types.js';
import { platform } from '#platform';
import { MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import { checkedNames } from '../csv/header.js';
import type { FileRows } from '../table/chunk.js';
import type { ColumnBuilder } from '../table/column_builder.js';
import { FileNotes } from '../table/file_notes.js';
import { similarNames } from '../table/names.js';
import type { TypedColumn } from '../typed/columns.js';
import { TypedRows, type TypedSource } from '../typed/rows.js';
import { byteRange, decodeColumn } from './column_chunk.js';
import { type ColumnKind, columnKind, type ReadColumn } from './columns.js';
import type { OpenFile, ParquetLibrary } from './open_file.js';

/** Options of reading Parquet. */
export interface ParquetOptions {
  readonly notes?: FileNotes;
  /** The columns that are wanted, where rows are to be had at once; default: those that the first chunk is added to. */
  readonly wanted?: readonly string[];
  /** Columns whose texts are asked for beside those. */
  readonly kept?: readonly string[];
}

/** A column of a file: its name there, and what becomes of it. */
interface ParquetColumn {
  readonly name: string;
  readonly element: SchemaElement;
  readonly kind: ColumnKind;
}

/** Most rows of a chunk. */
const chunkRows = 1 << 14;

/**
 * Reads the rows of a Parquet file, row group by row group, of which it holds the columns that are wanted. The first
 * chunk has no rows, but the header. `name` is what messages call the file.
 *
 * @throws MlpError `data` where it is none, not whole, encrypted, or has a wanted column that is not flat.
 */
export async function* readParquet(
  file: Pick<OpenFile, 'size' | 'read'>,
  name: string,
  library: ParquetLibrary,
  { notes = new FileNotes(), wanted, kept = [] }: ParquetOptions = {},
): AsyncGenerator<FileRows> {
  const metadata = await metadataOf(file, name, library);
  const columns = flatColumns(metadata, name, { library, notes });
  const header = checkedNames(
    columns.map((column) => column.name),
    name,
  );
  for (const text of similarNames(header)) notes.add('columns', name, text);
  const source = {
    header,
    name,
    kinds: columns.map(({ kind }) => (typeof kind === 'string' ? 'text' : kind.kind)),
  };
  const head = new Header(source);
  yield head;
  const fields = wanted
    ?.flatMap((column) => header.indexOf(column))
    .concat(kept.map((column) => header.indexOf(column))) ??
    head.fields ?? [...header.keys()];
  for (const field of fields) if (field >= 0) refuseKind(columns[field], field, name);
  const used = [...new Set(fields)].flatMap((field) => (field < 0 ? [] : [[field, columns[field]] as const]));

  let first = 1;
  let compressed = new ArrayBuffer(0);
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    const values = new Map<number, TypedColumn>();
    for (const [field, { name: column, kind, element }] of used)
      try {
        const stored = group.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === column);
        if (!stored?.meta_data) throw new Error(`a row group lacks column ${column}`);
        const { convert } = kind as ReadColumn;
        const { start, end } = byteRange(stored.meta_data);
        // what is not compressed is decoded where it was read, and stays there
        const isCompressed = stored.meta_data.codec !== 'UNCOMPRESSED';
        if (isCompressed && compressed.byteLength < end - start) compressed = new ArrayBuffer(end - start);
        const bytes = await file.read(start, end, isCompressed ? compressed : undefined);
        values.set(field, decodeColumn(bytes, stored.meta_data, element, convert, rows, library));
      } catch (error) {
        throw broken(name, error);
      }
    const chunk = new TypedRows(source, values, first, 0, rows);
    for (let start = 0; start < rows; start += chunkRows)
      yield chunk.part(start, Math.min(rows, start + chunkRows));
    first += rows;
  }
}

/** The names of a file's columns without rows; it learns which of them are wanted. */
class Header extends TypedRows {
  /** The fields of the builders that it was added to. */
  fields: readonly number[] | undefined;

  constructor(source: TypedSource) {
    super(source, new Map(), 1, 0, 0);
  }

  override addTo(builders: readonly ColumnBuilder[]): void {
    this.fields = builders.map(({ field }) => field);
  }
}

const magic = 'PAR1';
const encryptedMagic = 'PARE';

async function metadataOf(
  file: Pick<OpenFile, 'size' | 'read'>,
  name: string,
  { parquetMetadataAsync }: ParquetLibrary,
): Promise<FileMetaData> {
  const mark = async (start: number) => platform.decodeLatin1(await file.read(start, start + magic.length));
  if (file.size === 0) throw new MlpError('data', `${name}: no data: the file is empty`);
  const begins = file.size < magic.length ? '' : await mark(0);
  if (begins !== magic && begins !== encryptedMagic)
    throw new MlpError('data', `${name}: not a Parquet file: it does not begin with ${magic}`);
  const ends = file.size < 3 * magic.length ? '' : await mark(file.size - magic.length);
  if (ends === encryptedMagic) throw encrypted(name);
  if (ends !== magic)
    throw new MlpError(
      'data',
      `${name}: not a whole Parquet file: its end, which says what is in it, is missing; copy it again`,
    );
  try {
    const slice = async (start: number, end = file.size) => (await file.read(start, end)).buffer;
    const metadata = await parquetMetadataAsync({ byteLength: file.size, slice }, { geoparquet: false });
    if (metadata.row_groups.some(({ columns }) => columns.some((column) => column.crypto_metadata)))
      throw encrypted(name);
    return metadata;
  } catch (error) {
    throw broken(name, error);
  }
}

const encrypted = (name: string): MlpError =>
  new MlpError(
    'data',
    `${name}: this Parquet file is encrypted, which is not read; write it without encryption`,
  );

function broken(name: string, error: unknown): Error {
  if (error instanceof MlpError) return error;
  const { message } = error as Error;
  return new MlpError('data', `${name}: not a whole Parquet file (${printable(message)})`, { cause: error });
}

/** The columns of a file, without those in which pandas keeps an index. */
function flatColumns(
  metadata: FileMetaData,
  name: string,
  { library, notes }: { readonly library: ParquetLibrary; readonly notes: FileNotes },
): ParquetColumn[] {
  const [root, ...rest] = metadata.schema;
  const columns: ParquetColumn[] = [];
  for (let i = 0, left = root.num_children ?? 0; left > 0 && i < rest.length; left--) {
    const element = rest[i];
    const end = endOf(rest, i);
    const isFlat = end === i + 1 && !element.num_children;
    const kind = isFlat
      ? columnKind(element, library)
      : `nested (${element.logical_type?.type ?? element.converted_type ?? 'STRUCT'})`;
    if (/^__index_level_\d+__$/.test(element.name))
      notes.add('columns', name, `${excerpt(element.name)} is an index, as pandas writes it: left out`);
    else columns.push({ name: element.name, element, kind });
    i = end;
  }
  return columns;
}

/** The index after an element of a schema and all that is in it. */
function endOf(schema: FileMetaData['schema'], at: number): number {
  let end = at + 1;
  for (let left = schema[at].num_children ?? 0; left > 0; left--) end = endOf(schema, end);
  return end;
}

function refuseKind({ name, kind }: ParquetColumn, field: number, file: string): void {
  if (typeof kind !== 'string') return;
  throw new MlpError(
    'data',
    `${file}: column ${field + 1} (${printable(name)}) is ${kind}, which is not read: a row has one value in a ` +
      `column; leave it out (--set 'data.ignore=${JSON.stringify([name])}'), or make columns of it`,
  );
}
