import type { CellType } from '../table/cell_type.js';
import { decimals, secondsOfUnits, type TypedColumn, timeText, wholeNumbers } from '../typed/columns.js';

/** Cells of a column of a chunk, as DuckDB's package gives them: null where missing. */
export interface Cells {
  readonly count: number;
  at(row: number): unknown;
}

type Converter = (cells: Cells) => TypedColumn;

const numbers: Converter = ({ count, at }) => ({
  type: 'numbers',
  values: Float64Array.from({ length: count }, (_, row) => (at(row) as number | null) ?? Number.NaN),
});
const wholes: Converter = ({ count, at }) => wholeNumbers(count, (row) => at(row) as bigint | null);
const textsBy =
  (text: (value: never) => string): Converter =>
  ({ count, at }) => ({
    type: 'texts',
    values: Array.from({ length: count }, (_, row) => {
      const value = at(row);
      return value === null ? null : text(value as never);
    }),
  });
const datesBy =
  (seconds: (value: never) => number): Converter =>
  ({ count, at }) => ({
    type: 'dates',
    values: Float64Array.from({ length: count }, (_, row) => {
      const value = at(row);
      return value === null ? Number.NaN : seconds(value as never);
    }),
  });

const texts = textsBy(String);
const micros = datesBy(({ micros }: { micros: bigint }) => secondsOfUnits(micros, 1_000_000n));

/** A column that is read: the kind that its cells are of, and their converter. */
export interface ReadColumn {
  readonly kind: CellType;
  readonly convert: Converter;
}

const wholeNumber: ReadColumn = { kind: 'whole', convert: numbers };
const number: ReadColumn = { kind: 'number', convert: numbers };
/** Whole numbers that may be greater than 64 bits with a sign hold. */
const great: ReadColumn = { kind: 'text', convert: wholes };
const text: ReadColumn = { kind: 'text', convert: texts };
const moment = (convert: Converter): ReadColumn => ({ kind: 'moment', convert });

/** Columns by the names of their types without parameters; other types are refused. */
const types: Readonly<Record<string, ReadColumn>> = {
  TINYINT: wholeNumber,
  SMALLINT: wholeNumber,
  INTEGER: wholeNumber,
  UTINYINT: wholeNumber,
  USMALLINT: wholeNumber,
  UINTEGER: wholeNumber,
  FLOAT: number,
  DOUBLE: number,
  BIGINT: { kind: 'whole', convert: wholes },
  UBIGINT: great,
  HUGEINT: great,
  UHUGEINT: great,
  BOOLEAN: { kind: 'boolean', convert: texts },
  VARCHAR: text,
  ENUM: text,
  UUID: text,
  DATE: { kind: 'date', convert: datesBy(({ days }: { days: number }) => days * 86400) },
  TIMESTAMP: moment(micros),
  'TIMESTAMP WITH TIME ZONE': moment(micros),
  TIMESTAMP_S: moment(datesBy(({ seconds }: { seconds: bigint }) => Number(seconds))),
  TIMESTAMP_MS: moment(datesBy(({ millis }: { millis: bigint }) => secondsOfUnits(millis, 1000n))),
  TIMESTAMP_NS: moment(datesBy(({ nanos }: { nanos: bigint }) => secondsOfUnits(nanos, 1_000_000_000n))),
  TIME: {
    kind: 'text',
    convert: textsBy(({ micros }: { micros: bigint }) => timeText(micros, 1_000_000n)),
  },
};

const decimalType = /^DECIMAL\(\d+,(\d+)\)$/;

/** Finds how a column of a type is read; undefined where it is not. */
export function columnOf(type: string): ReadColumn | undefined {
  const scale = decimalType.exec(type)?.[1];
  if (scale !== undefined)
    return {
      kind: 'number',
      convert: ({ count, at }) =>
        decimals(count, Number(scale), (row) => (at(row) as { value: bigint } | null)?.value),
    };
  if (/\]$/.test(type)) return undefined;
  const name = type.replace(/\(.*$/s, '');
  return Object.hasOwn(types, name) ? types[name] : undefined;
}
