import { greatest } from '../../range.js';
import { type RecordOptions, RecordReader } from './record_reader.js';
import { carriageReturn, lineFeed } from './scanner.js';

/** A record of a sample, and the line on which it begins. */
export interface SampleRecord {
  readonly fields: readonly string[];
  readonly line: number;
}

const mostRecords = 500;

/** Reads the first records of a text that may end anywhere, up to what cannot be read. */
export function readSample(bytes: Uint8Array, isAll: boolean, format: RecordOptions): SampleRecord[] {
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

/** Number of fields up to the last that is not empty. */
export const filledWidth = ({ fields }: SampleRecord): number =>
  1 + fields.findLastIndex((field) => field.trim() !== '');

/** Records of a table below others, and how many fields they have. */
export interface TableBelow {
  readonly rows: readonly SampleRecord[];
  readonly width: number;
  /** Whether the records above have as many, which are empty. */
  readonly isPadded: boolean;
  /** Number of fields of the fullest record above, up to the last that is not empty. */
  readonly above: number;
}

/**
 * Finds the table at the end of a sample: records that all have as many fields, more than one, the first of them
 * filled; undefined where there are not three, or nothing stands above.
 */
export function tableBelow(records: readonly SampleRecord[]): TableBelow | undefined {
  const width = records.at(-1)?.fields.length ?? 0;
  let start = records.length;
  while (start > 0 && records[start - 1].fields.length === width) start--;
  const isPadded = start === 0;
  while (isPadded && start < records.length && filledWidth(records[start]) < width) start++;
  const rows = records.slice(start);
  if (width < 2 || rows.length < 3 || start === 0) return undefined;
  return { rows, width, isPadded, above: greatest(records.slice(0, start).map(filledWidth)) };
}
