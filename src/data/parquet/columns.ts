import type { DecodedArray, SchemaElement } from 'hyparquet/src/types.js';
import { platform } from '#platform';
import type { CellType } from '../table/cell_type.js';
import { decimals, secondsOfUnits, type TypedColumn, timeText, wholeNumbers } from '../typed/columns.js';
import type { ParquetLibrary } from './open_file.js';

/** Converter of the values of a column as they are decoded, none of them missing. */
export type Convert = (values: DecodedArray) => TypedColumn;

/** A column that is read: the kind that its cells are of, and their converter. */
export interface ReadColumn {
  readonly kind: CellType;
  readonly convert: Convert;
}

/** Column that is read, or in words what it is that is not read. */
export type ColumnKind = ReadColumn | string;

/** Decides what becomes of a column without others in it. */
export function columnKind(element: SchemaElement, { parseFloat16 }: ParquetLibrary): ColumnKind {
  const { type, repetition_type, converted_type, logical_type, scale = 0 } = element;
  const isUnsigned =
    /^UINT_/.test(converted_type ?? '') || (logical_type?.type === 'INTEGER' && !logical_type.isSigned);
  if (repetition_type === 'REPEATED') return 'a list';
  const isText = logical_type?.type === 'STRING' || logical_type?.type === 'ENUM';
  const kind = isText ? 'UTF8' : (logical_type?.type ?? converted_type);
  switch (kind) {
    case 'DECIMAL':
      return read('number', (values) => decimals(values.length, scale, (i) => wholeOf(values[i])));
    case 'DATE':
      return read('date', (values) => numbersOf(values, (days) => days * 86400, 'dates'));
    case 'TIMESTAMP':
    case 'TIMESTAMP_MILLIS':
    case 'TIMESTAMP_MICROS': {
      const perSecond = unitsPerSecond(element);
      return read('moment', (values) => moments(values, perSecond));
    }
    case 'TIME':
    case 'TIME_MILLIS':
    case 'TIME_MICROS': {
      const perSecond = unitsPerSecond(element);
      return read('text', (values) => textsOf(values, (units) => timeText(BigInt(units), perSecond)));
    }
    case 'INTERVAL':
    case 'BSON':
    case 'VARIANT':
    case 'GEOMETRY':
    case 'GEOGRAPHY':
    case 'FILE':
      return `of the type ${kind}`;
    case 'FLOAT16':
      return read('number', (values) => numbersOf(values, (bytes) => parseFloat16(bytes as never)!));
    case 'UUID':
      return read('text', (values) => textsOf(values, uuidText));
  }
  switch (type) {
    case 'BOOLEAN':
      return read('boolean', (values) => textsOf(values, String));
    case 'INT64':
      // one without a sign may be more than one with a sign can be
      return isUnsigned
        ? read('text', (values) => wholeNumbers(values.length, (i) => BigInt.asUintN(64, values[i])))
        : read('whole', (values) => wholeNumbers(values.length, (i) => values[i]));
    case 'INT96':
      return read('moment', (values) =>
        moments(Array.from(values as ArrayLike<bigint>, nanosecondsOf), 1_000_000_000n),
      );
    case 'INT32':
      return read('whole', (values) => numbersOf(values, isUnsigned ? (value) => value >>> 0 : undefined));
    case 'FLOAT':
    case 'DOUBLE':
      return read('number', (values) => numbersOf(values));
    case 'BYTE_ARRAY':
      return read('text', (values) => textsOf(values, textOf));
    default:
      return `bytes (${type})`;
  }
}

const read = (kind: CellType, convert: Convert): ReadColumn => ({ kind, convert });

/** Nanoseconds since 1970 of the old 96 bits: Julian days above, nanoseconds of the day below. */
const nanosecondsOf = (stored: bigint): bigint =>
  ((stored >> 64n) - 2440588n) * 86_400_000_000_000n + BigInt.asUintN(64, stored);

function uuidText(bytes: Uint8Array): string {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Units that a second has, of a time or a moment. */
function unitsPerSecond({ converted_type, logical_type }: SchemaElement): bigint {
  const unit = logical_type && 'unit' in logical_type ? logical_type.unit : converted_type;
  if (unit?.endsWith('MILLIS')) return 1000n;
  return unit === 'NANOS' ? 1_000_000_000n : 1_000_000n;
}

/** The whole number that a decimal is stored as: a number, or bytes in two's complement, the highest first. */
function wholeOf(stored: number | bigint | Uint8Array): bigint {
  if (typeof stored !== 'object') return BigInt(stored);
  let whole = 0n;
  for (const byte of stored) whole = whole * 256n + BigInt(byte);
  return BigInt.asIntN(8 * stored.length, whole);
}

function numbersOf(
  values: DecodedArray,
  convert?: (value: number) => number,
  type: 'numbers' | 'dates' = 'numbers',
): TypedColumn {
  if (values instanceof Float64Array && !convert) return { type, values };
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < numbers.length; i++) {
    const value = values[i];
    numbers[i] = convert ? convert(value) : value;
  }
  return { type, values: numbers };
}

function moments(values: DecodedArray, perSecond: bigint): TypedColumn {
  const seconds = new Float64Array(values.length);
  for (let i = 0; i < seconds.length; i++) {
    seconds[i] = secondsOfUnits(BigInt(values[i]), perSecond);
  }
  return { type: 'dates', values: seconds };
}

function textsOf(values: DecodedArray, convert: (value: never) => string): TypedColumn {
  const texts = new Array<string>(values.length);
  for (let i = 0; i < texts.length; i++) {
    texts[i] = convert(values[i] as never);
  }
  return { type: 'texts', values: texts };
}

/** A text of its bytes. */
const textOf = (bytes: Uint8Array): string => platform.decodeText(bytes);
