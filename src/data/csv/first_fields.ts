import { decimal } from '../numbers/decimal.js';
import { missingNumbers } from '../table/cells.js';
import { FirstRecord } from './first_record.js';
import { type FirstField, looksHeaderless } from './headerless.js';
import type { RecordOptions } from './record_reader.js';
import type { SampleRecord } from './sample.js';

/** Delimiters that are looked for. */
export const delimiters = [',', ';', '\t', '|'] as const;

/**
 * Reads the first record by the delimiter that gives it the most fields, of those by which quotes stand around fields
 * if there are such; by one that leaves numbers with a decimal comma alone, if there is one.
 */
export function guessFirst(
  bytes: Uint8Array,
  format: Omit<RecordOptions, 'delimiter'> = {},
  given?: string,
): FirstRecord {
  const candidates = given === undefined ? delimiters : [given];
  const readings = candidates.map((delimiter) => new FirstRecord(bytes, { ...format, delimiter }));
  const withCommas = readings.find(
    ({ delimiter, fields = [] }) =>
      delimiter !== ',' && fields.length > 1 && fields.every((field) => isNumber(withPoint(field.trim()))),
  );
  const likely = readings.filter(({ hasStrayQuotes }) => !hasStrayQuotes);
  return (
    withCommas ??
    (likely.length > 0 ? likely : readings).reduce((best, next) => (next.width > best.width ? next : best))
  );
}

const isNumber = (text: string): boolean => Number.isFinite(decimal(text.trim()));

/** The reason why a first record is no header; undefined where it is one. */
export function headerless(
  records: readonly SampleRecord[],
  bytes: Uint8Array,
  first: FirstRecord,
): string | undefined {
  if (records.length === 0) return undefined;
  const quotes = bytes.reduce((count, byte) => (byte === 0x22 ? count + 1 : count), 0);
  if (first.quotes > 0 && quotes === first.quotes) return undefined;
  return looksHeaderless(firstFields(records));
}

/** Fields of the first record that are not missing, and facts about those below; what repeats it tells nothing. */
export function firstFields([head, ...others]: readonly SampleRecord[]): FirstField[] {
  const isRepeat = ({ fields }: SampleRecord) =>
    fields.every((field, i) => field.trim() === head.fields[i].trim());
  const rows = others.filter((record) => record.fields.length === head.fields.length && !isRepeat(record));
  return head.fields.flatMap((field, i) => {
    const text = withPoint(field.trim());
    if (isMissing(text)) return [];
    const values = rows.map(({ fields }) => withPoint(fields[i].trim())).filter((value) => !isMissing(value));
    const numbers = values.filter(isNumber).length;
    return [{ text, hasNumbers: numbers > 0.9 * values.length, recurs: values.includes(text) }];
  });
}

/** Text of a number with a decimal comma with a point, any other as it is. */
const withPoint = (text: string): string =>
  /^[+-]?[0-9]*,[0-9]+$/.test(text) ? text.replace(',', '.') : text;

const isMissing = (text: string): boolean => (missingNumbers as readonly string[]).includes(text);
