import { offsetOf, secondsOf } from './moment.js';

const zone = String.raw`(?:\s?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?`;
const extended = new RegExp(
  String.raw`^(\d{4})-(\d{2})(?:-(\d{2})(?:(?:T|\s+)(\d{2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?${zone})?)?$`,
  'i',
);
const basic = new RegExp(
  String.raw`^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2}(?:[.,]\d+)?)?${zone})?$`,
  'i',
);

/**
 * Reads a date or date-time of ISO 8601: 2024-05-31, 2024-05, 2024-05-31T14:30, 2024-05-31 14:30:05.25+02:00,
 * 20240531T143005Z. A space may stand for the T, and UTC for Z. Returns seconds since 1970-01-01, or why it is none.
 */
export function parseIso(text: string): number | string {
  const found = extended.exec(text) ?? basic.exec(text);
  if (!found) return 'it is not of the form 2024-05-31 or 2024-05-31T14:30:00Z';
  const [, year, month, day = '1', hour = '0', minute = '0', second = '0', offset] = found;
  return secondsOf({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second.replace(',', '.')),
    offset: offsetOf(offset),
  });
}

/** Whether a date of ISO 8601 has an offset from UTC; 10 characters are a date without a time. */
export const hasOffset = (text: string): boolean =>
  text.length > 10 && /(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$/i.test(text);
