import { MlpError } from '../../errors.js';
import { excerpt } from '../../files/excerpt.js';
import { counted } from '../../format_count.js';
import type { FileRows } from '../table/chunk.js';
import { FileNotes } from '../table/file_notes.js';
import { similarNames } from '../table/names.js';
import type { Format } from './format.js';
import { checkedNames, numberedNames, refuseOtherDelimiter, wrongLength } from './header.js';
import { IndexColumn } from './index_column.js';
import { RecordReader } from './record_reader.js';
import type { Records } from './records.js';

/** Options of reading CSV beside its format. */
export interface CsvOptions {
  /** Takes what there is to say about the file once it has been read. */
  readonly notes?: FileNotes;
  /** Names the columns of a file without a header, given how many there are; default: c1, c2, … */
  readonly nameless?: (fields: number) => readonly string[];
  /** The columns that are wanted, if it is not all: what is odd about others does not matter. */
  readonly wanted?: readonly string[];
  /**
   * Whether a record that has more fields than the header, or fewer, is given out by itself, with its `error`; default:
   * that is thrown.
   */
  readonly givesBadRows?: boolean;
}

/**
 * Reads the rows of a CSV file below its header, in chunks as the bytes arrive; each has as many fields as the header
 * has names, which are trimmed. The name of a first column that is an index may be empty. Lines that repeat the header
 * are no rows. The first chunk comes even if it holds no row, as long as there is a header. `name` is what messages
 * call the file.
 */
export async function* readCsv(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  format: Format,
  { notes = new FileNotes(), nameless = numberedNames, wanted, givesBadRows = false }: CsvOptions = {},
): AsyncGenerator<FileRows> {
  const reader = new RecordReader(name, format);
  const repeats: number[] = [];
  let header: readonly string[] | undefined;
  let index: IndexColumn | undefined;
  let rows = 0;
  let blankLines = 0;
  for await (const found of readRecords(bytes, reader)) {
    let start = 0;
    if (!header) {
      const location = `${name}:${found.lines[0]}`;
      const first = found.record(0);
      refuseOtherDelimiter(first, reader.delimiter, location);
      header = format.header ? checkedNames(first, location) : nameless(first.length);
      if (header.length > 1 && header[0] === '') index = new IndexColumn(name);
      if (format.header) start = 1;
    }
    const mayRepeat = format.header && header.length > 1;
    for (;;) {
      const end = found.wellFormed(header.length, start);
      for (let next = start; start <= end; start = next + 1) {
        next = mayRepeat ? found.find(header, start, end) : end;
        const chunk = found.below(header, start, next, name);
        if (!wanted) index?.check(chunk);
        yield chunk;
        rows += chunk.rows;
        if (next < end) repeats.push(found.lines[next]);
      }
      if (end === found.rows) break;
      if (header.length > 1 && isBlankLine(found.record(end))) {
        blankLines++;
        continue;
      }
      const error = wrongLength(found.record(end), header, `${name}:${found.lines[end]}`, rows);
      if (!givesBadRows) throw error;
      yield found.below(header, end, start, name, error);
      rows++;
    }
  }
  if (!header) throw nothingIn(name, format);
  blankLines += reader.blankLines;
  describe(notes, name, format, { header, index, repeats, blankLines, delimiter: reader.delimiter });
}

/** Whether a line holds nothing but blanks, or the end mark of old systems (Ctrl-Z). */
const isBlankLine = (record: readonly string[]): boolean =>
  record.length === 1 && (record[0].trim() === '' || record[0] === '\x1a');

function nothingIn(name: string, { skip_rows = 0 }: Format): MlpError {
  const below =
    skip_rows > 0
      ? ` below the ${counted(skip_rows, 'line')} that data.skip_rows leaves out (--set data.skip_rows=0 where there ` +
        'are none)'
      : '';
  return new MlpError('data', `${name}: no data: the file is empty${below}`);
}

/** Facts about a file that has been read. */
interface Facts {
  readonly header: readonly string[];
  readonly index: IndexColumn | undefined;
  /** Lines that repeat the header. */
  readonly repeats: readonly number[];
  readonly blankLines: number;
  /** The delimiter that was used. */
  readonly delimiter: string;
}

function describe(
  notes: FileNotes,
  name: string,
  format: Format,
  { header, index, repeats, blankLines, delimiter }: Facts,
): void {
  if (blankLines > 0) notes.add('rows', name, `${counted(blankLines, 'blank line')} skipped`);
  if (repeats.length === 1) notes.add('rows', name, `line ${repeats[0]} repeats the header: left out`);
  else if (repeats.length > 1)
    notes.add('rows', name, `${repeats.length} lines repeat the header, first line ${repeats[0]}: left out`);
  if (delimiter !== format.delimiter)
    notes.add('columns', name, `${excerpt(delimiter)} separates the columns, as its first line says (sep=)`);
  if (index)
    notes.add('columns', name, `column 1 has no name and is an index, as pandas and R write it: left out`);
  if (format.header) for (const text of similarNames(header)) notes.add('columns', name, text);
}

/**
 * Splits CSV text into records, those together that one chunk of bytes completes: a slow pipe sees each row at once,
 * and memory is bounded by the sizes of chunk and record.
 */
export async function* readRecords(
  bytes: AsyncIterable<Uint8Array>,
  reader: RecordReader,
): AsyncGenerator<Records> {
  try {
    for await (const chunk of bytes) {
      const records = reader.push(chunk);
      if (records) yield records;
      if (reader.error) throw reader.error;
    }
    const last = reader.end();
    if (last) yield last;
    if (reader.error) throw reader.error;
  } finally {
    reader.close();
  }
}
