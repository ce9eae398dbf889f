import { MlpError } from '../../errors.js';
import type { Format } from './format.js';
import { checkedNames, numberedNames, refuseOtherDelimiter, wrongLength } from './header.js';
import { RecordReader } from './record_reader.js';
import type { Records } from './records.js';

/** Options of reading CSV beside its format. */
export interface CsvOptions {
  /** Keeps count of empty lines. */
  readonly counts?: { blankLines: number };
  /** Names the columns of a file without a header, given how many there are; default: c1, c2, … */
  readonly nameless?: (fields: number) => readonly string[];
  /**
   * Whether a record that has more fields than the header, or fewer, is given out by itself, with its `error`; default:
   * that is thrown.
   */
  readonly givesWrongLength?: boolean;
}

/**
 * Reads the rows of a CSV file below its header, in chunks as the bytes arrive; each has as many fields as the header
 * has names, which are trimmed. The first chunk comes even if it holds no row, as long as there is a header. `name` is
 * what messages call the file.
 */
export async function* readCsv(
  bytes: AsyncIterable<Buffer>,
  name: string,
  format: Format,
  { counts = { blankLines: 0 }, nameless = numberedNames, givesWrongLength = false }: CsvOptions = {},
): AsyncGenerator<Records> {
  let header: readonly string[] | undefined;
  for await (const found of readRecords(bytes, name, format.delimiter, counts)) {
    let start = 0;
    if (!header) {
      const location = `${name}:${found.lines[0]}`;
      const first = found.record(0);
      refuseOtherDelimiter(first, format.delimiter, location);
      header = format.header ? checkedNames(first, location) : nameless(first.length);
      if (format.header) start = 1;
    }
    for (;;) {
      const end = found.wellFormed(header.length, start);
      yield found.below(header, start, end);
      if (end === found.rows) break;
      const error = wrongLength(found.record(end), header, `${name}:${found.lines[end]}`);
      if (!givesWrongLength) throw error;
      start = end + 1;
      yield found.below(header, end, start, error);
    }
  }
  if (!header) throw new MlpError('data', `${name}: no data: the file is empty`);
}

/**
 * Splits CSV text into records, those together that one chunk of bytes completes: a slow pipe sees each row at once,
 * and memory is bounded by the sizes of chunk and record.
 */
export async function* readRecords(
  bytes: AsyncIterable<Buffer>,
  name: string,
  delimiter: string,
  counts: { blankLines: number },
): AsyncGenerator<Records> {
  const reader = new RecordReader(name, delimiter);
  try {
    for await (const chunk of bytes) {
      const records = reader.push(chunk);
      counts.blankLines = reader.blankLines;
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
