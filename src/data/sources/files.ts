import { platform } from '#platform';
import { MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import type { Hash } from '../../platform/platform.js';
import type { Format } from '../csv/format.js';
import type { InputFormat } from '../input_format.js';
import type { FileRows } from '../table/chunk.js';
import { namedColumns } from '../table/names.js';
import { headerPlace } from '../table/table.js';
import { type ByteSource, isStream, readBytes, sizeOf } from './bytes.js';
import { readParquetFile, toldFormat } from './parquet_file.js';
import { type Files, filesOf } from './paths.js';
import { type ReadOptions, readers } from './readers.js';
import type { Source } from './source.js';
import { peekFormat } from './text_kind.js';

/** Format of files. */
export type TextFormat = Format & { readonly input_format?: InputFormat };

/** One or more files, whose text may be gzipped, or stdin. */
export const files = {
  reads: (from) => typeof from === 'string' || Array.isArray(from),
  open(from, { format, hash, notes, ...places }) {
    const found = filesOf(from, places, format.input_format);
    return { name: found.name, chunks: readFiles(found, format, { hash, notes, keepsRows: true }) };
  },
} satisfies Source<string | readonly string[]>;

interface FileOptions extends ReadOptions {
  /** Takes in the bytes of files as they are stored. */
  readonly hash?: Hash;
  /** Whether all rows are kept: they need the memory that V8 would have for texts that soon go. */
  readonly keepsRows?: boolean;
}

/** Bytes of a file whose rows take so much memory that this is worth a few hundredths of the time. */
const largeFile = 1 << 26;

/**
 * Reads the rows of files one after the other. All have the columns of the first, in any order, unless it is said which
 * are wanted.
 */
export async function* readFiles(
  files: Files,
  format: TextFormat,
  { hash, keepsRows, ...options }: FileOptions = {},
): AsyncGenerator<FileRows> {
  if (files.rows) return yield* files.rows({ hash, notes: options.notes });
  let first: { readonly name: string; readonly columns: readonly string[] } | undefined;
  const input_format = files.input_format ?? format.input_format;
  for (const source of await files.list()) {
    if (keepsRows && sizeOf(source) >= largeFile) platform.limitNewObjects();
    let isNew = true;
    const known = options.wanted ? undefined : first;
    const columns = options.columns ?? known?.columns;
    const chunks = readFile(source, { ...format, input_format }, { ...options, columns, hash });
    for await (const chunk of chunks) {
      if (isNew && known)
        requireColumns(namedColumns(chunk.header), headerPlace(source.name, chunk.countsRows), known);
      first ??= { name: source.name, columns: namedColumns(chunk.header) };
      isNew = false;
      yield chunk;
    }
  }
}

/** Reads the rows of one file, as its format, its ending or its bytes tell. */
async function* readFile(
  source: ByteSource,
  format: TextFormat,
  { hash, ...options }: Omit<FileOptions, 'keepsRows'>,
): AsyncGenerator<FileRows> {
  const told = await toldFormat(source, format.input_format);
  if (told === 'parquet') return yield* readParquetFile(source, options, hash);
  const bytes = readBytes(source, hash);
  const read = told ? { format: told, bytes } : await peekFormat(bytes, source.name, isStream(source));
  yield* readers[read.format](read.bytes, source.name, format, options);
}

function requireColumns(
  columns: readonly string[],
  place: string,
  first: { readonly name: string; readonly columns: readonly string[] },
): void {
  const list = (names: readonly string[]) => printable(names.map(excerpt).join(', '));
  const absent = first.columns.filter((column) => !columns.includes(column));
  const added = columns.filter((column) => !first.columns.includes(column));
  const differences = [
    ...(absent.length > 0 ? [`it lacks ${list(absent)}`] : []),
    ...(added.length > 0 ? [`${list(added)} ${added.length === 1 ? 'is' : 'are'} here alone`] : []),
  ];
  if (differences.length === 0) return;
  throw new MlpError(
    'data',
    `${place}: its columns are not those of ${first.name}: ${differences.join('; ')}; ` +
      'files that are read together have the same columns, in any order',
  );
}
