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

/** Converters by the names of types without their parameters; other types are refused. */
const converters: Readonly<Record<string, Converter>> = {
  TINYINT: numbers,
  SMALLINT: numbers,
  INTEGER: numbers,
  UTINYINT: numbers,
  USMALLINT: numbers,
  UINTEGER: numbers,
  FLOAT: numbers,
  DOUBLE: numbers,
  BIGINT: wholes,
  UBIGINT: wholes,
  HUGEINT: wholes,
  UHUGEINT: wholes,
  BOOLEAN: texts,
  VARCHAR: texts,
  ENUM: texts,
  UUID: texts,
  DATE: datesBy(({ days }: { days: number }) => days * 86400),
  TIMESTAMP: micros,
  'TIMESTAMP WITH TIME ZONE': micros,
  TIMESTAMP_S: datesBy(({ seconds }: { seconds: bigint }) => Number(seconds)),
  TIMESTAMP_MS: datesBy(({ millis }: { millis: bigint }) => secondsOfUnits(millis, 1000n)),
  TIMESTAMP_NS: datesBy(({ nanos }: { nanos: bigint }) => secondsOfUnits(nanos, 1_000_000_000n)),
  TIME: textsBy(({ micros }: { micros: bigint }) => timeText(micros, 1_000_000n)),
};

const decimalType = /^DECIMAL\(\d+,(\d+)\)$/;

/** The converter of a type; undefined where it is not read. */
export function converterOf(type: string): Converter | undefined {
  const scale = decimalType.exec(type)?.[1];
  if (scale !== undefined)
    return ({ count, at }) =>
      decimals(count, Number(scale), (row) => (at(row) as { value: bigint } | null)?.value);
  if (/\]$/.test(type)) return undefined;
  const name = type.replace(/\(.*$/s, '');
  return Object.hasOwn(converters, name) ? converters[name] : undefined;
}
