import type {
  ColumnMetaData,
  DataReader,
  DecodedArray,
  Encoding,
  PageHeader,
  SchemaElement,
} from 'hyparquet/src/types.js';
import { copyOf } from '../../platform/bytes.js';
import { gathered, joined, scattered, type TypedColumn } from '../typed/columns.js';
import type { Convert } from './columns.js';
import type { ParquetLibrary } from './open_file.js';

/** Bytes of a file that a column of a row group takes. */
export function byteRange({
  dictionary_page_offset,
  data_page_offset,
  total_compressed_size,
}: ColumnMetaData): {
  readonly start: number;
  readonly end: number;
} {
  const start = Number(dictionary_page_offset || data_page_offset);
  return { start, end: start + Number(total_compressed_size) };
}

/**
 * Decodes the pages of a flat column of a row group, of `rows` rows. Of bytes that are compressed it keeps none.
 *
 * @throws Error where the bytes are not what they should be.
 */
export function decodeColumn(
  bytes: Uint8Array<ArrayBuffer>,
  { codec }: ColumnMetaData,
  element: SchemaElement,
  convert: Convert,
  rows: number,
  library: ParquetLibrary,
): TypedColumn {
  const reader = readerOf(bytes);
  const parts: TypedColumn[] = [];
  let dictionary: TypedColumn | undefined;
  const inflate = (page: Uint8Array, size: number) =>
    library.decompressPage(page, size, codec, library.compressors);
  for (let found = 0; found < rows; ) {
    if (reader.offset >= bytes.length) throw new Error(`${found} of ${rows} rows`);
    const header = library.parquetHeader(reader);
    const size = header.compressed_page_size;
    if (!(size >= 0) || reader.offset + size > bytes.length) throw new Error('a page is cut off');
    const page = bytes.subarray(reader.offset, reader.offset + size);
    reader.offset += size;
    if (header.type === 'DICTIONARY_PAGE') {
      const plain = inflate(page, header.uncompressed_page_size);
      const values = readerOf(plain);
      const count = header.dictionary_page_header!.num_values;
      dictionary = convert(library.readPlain(values, element.type!, count, element.type_length));
      continue;
    }
    if (header.type !== 'DATA_PAGE' && header.type !== 'DATA_PAGE_V2') continue;
    const part = decodePage(page, header, element, { convert, dictionary, inflate, library });
    found += part.values.length;
    parts.push(part);
  }
  return parts.length === 0 ? convert([]) : joined(parts);
}

/** Means of decoding the pages of one column. */
interface Decoding {
  readonly convert: Convert;
  readonly dictionary: TypedColumn | undefined;
  readonly inflate: (page: Uint8Array, size: number) => Uint8Array;
  readonly library: ParquetLibrary;
}

function decodePage(
  page: Uint8Array,
  header: PageHeader,
  element: SchemaElement,
  { convert, dictionary, inflate, library }: Decoding,
): TypedColumn {
  const { levels, rest, encoding, cells } = split(page, header, element, inflate);
  const present = levels && presentCells(levels, cells, library);
  const count = present ? ones(present) : cells;
  const dense =
    count === 0
      ? convert([])
      : encoding.endsWith('_DICTIONARY')
        ? gathered(dictionary ?? missingDictionary(), indices(rest, count, library))
        : convert(plainValues(rest, { count, encoding, element }, library));
  return present && count < cells ? scattered(dense, present) : dense;
}

function missingDictionary(): never {
  throw new Error('a page has no dictionary');
}

/** The indices in a dictionary that a page holds. */
function indices(bytes: Uint8Array, count: number, library: ParquetLibrary): Int32Array {
  const values = new Int32Array(count);
  const [bits] = bytes;
  const reader = readerOf(bytes, 1);
  if (bits > 0) library.readRleBitPackedHybrid(reader, bits, values, bytes.length - 1);
  return values;
}

/** The values that a page holds as they are, in whatever encoding. */
function plainValues(
  bytes: Uint8Array,
  { count, encoding, element }: { count: number; encoding: Encoding; element: SchemaElement },
  library: ParquetLibrary,
): DecodedArray {
  // levels are read: the values are those of a column without missing ones
  const required = { element: { ...element, repetition_type: 'REQUIRED' as const } };
  const schemaPath = [required, required] as never;
  const page = {
    num_values: count,
    encoding,
    definition_level_encoding: 'RLE',
    repetition_level_encoding: 'RLE',
  };
  return library.readDataPage(
    bytes,
    page as never,
    {
      ...required,
      type: element.type!,
      schemaPath,
    } as never,
  ).dataPage;
}

/** Parts of a page: its levels, which say what is missing, where values can be missing, and its values. */
function split(page: Uint8Array, header: PageHeader, element: SchemaElement, inflate: Decoding['inflate']) {
  const isOptional = element.repetition_type === 'OPTIONAL';
  const { data_page_header: first, data_page_header_v2: second } = header;
  const size = header.uncompressed_page_size;
  if (second) {
    const { repetition_levels_byte_length: before, definition_levels_byte_length: length } = second;
    const from = before + length;
    const stored = page.subarray(from);
    const isStored = second.is_compressed === false || size === from;
    return {
      levels: isOptional ? page.subarray(before, from) : undefined,
      rest: isStored ? copyOf(stored) : inflate(stored, size - from),
      encoding: second.encoding,
      cells: second.num_values,
    };
  }
  if (!first) throw new Error('a page has no header');
  const { encoding, num_values: cells } = first;
  const all = inflate(page, size);
  if (!isOptional) return { levels: undefined, rest: all, encoding, cells };
  const length = new DataView(all.buffer, all.byteOffset, all.length).getUint32(0, true);
  return { levels: all.subarray(4, 4 + length), rest: all.subarray(4 + length), encoding, cells };
}

/** 1 for each cell that has a value. */
function presentCells(levels: Uint8Array, cells: number, library: ParquetLibrary): Uint8Array {
  const present = new Uint8Array(cells);
  const reader = readerOf(levels);
  library.readRleBitPackedHybrid(reader, 1, present, levels.length);
  return present;
}

const readerOf = ({ buffer, byteOffset, length }: Uint8Array, offset = 0): DataReader => ({
  view: new DataView(buffer, byteOffset, length),
  offset,
});

function ones(present: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < present.length; i++) count += present[i];
  return count;
}
