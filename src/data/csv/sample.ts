import type { Format } from './format.js';
import { RecordReader } from './record_reader.js';
import { carriageReturn, lineFeed } from './scanner.js';

/** A record of a sample, and the line on which it begins. */
export interface SampleRecord {
  readonly fields: readonly string[];
  readonly line: number;
}

const mostRecords = 500;

/** Reads the first records of a text that may end anywhere, up to what cannot be read. */
export function readSample(
  bytes: Buffer,
  isAll: boolean,
  format: Pick<Format, 'delimiter' | 'comment' | 'skip_rows'>,
): SampleRecord[] {
  const reader = new RecordReader('', format, true);
  const found: SampleRecord[] = [];
  const take = (records: ReturnType<RecordReader['push']>) => {
    for (let row = 0; records && row < records.rows && found.length < mostRecords; row++)
      found.push({ fields: records.record(row), line: records.lines[row] });
  };
  const end = isAll
    ? bytes.length
    : 1 + Math.max(bytes.lastIndexOf(lineFeed), bytes.lastIndexOf(carriageReturn));
  take(reader.push(bytes.subarray(0, end)));
  if (isAll && !reader.error) take(reader.end());
  reader.close();
  return found;
}

/** Records at the end of a sample that all have as many fields, more than one; undefined where there are not three. */
export function tableBelow(
  records: readonly SampleRecord[],
): { readonly start: number; readonly width: number } | undefined {
  const width = records.at(-1)?.fields.length ?? 0;
  let start = records.length;
  while (start > 0 && records[start - 1].fields.length === width) start--;
  return width > 1 && records.length - start >= 3 ? { start, width } : undefined;
}
