import { MlpError } from '../../errors.js';
import * as z from '../../zod.js';
import type { Rows } from '../table/rows.js';
import type { Table } from '../table/table.js';
import { type Part, type Parts, parts } from './split_type.js';

const fraction = z.number().min(0).lt(1);

/** The keys of splits that set fractions of the rows aside. */
export const fractionKeys = {
  validation: fraction.default(0.2).describe('fraction of the rows for validation'),
  test: fraction.default(0).describe('fraction of the rows for the test'),
  calibration: fraction
    .optional()
    .describe(
      'fraction of the rows, of those for training, that tells how wide intervals are: mlp predict --interval',
    ),
};

export type Fractions = z.infer<z.ZodObject<typeof fractionKeys>>;

/** A schema whose fractions leave rows for training. */
export const withFractions = <S extends z.ZodType<Fractions>>(schema: S): S =>
  schema.refine(
    ({ validation, test, calibration = 0 }) => validation + test + calibration < 1,
    'validation, test and calibration together leave no rows for training',
  );

/** The fraction of the rows of each part, in the order of `parts`. */
export const fractionsOf = ({ validation, test, calibration = 0 }: Fractions): number[] => [
  1 - validation - test - calibration,
  validation,
  test,
  calibration,
];

/** Share of the rows that is advised for calibration. */
export const calibrationShare = 0.1;

/** The flag that sets rows for calibration aside from those for training: of few of these at most half. */
export function setCalibration({ validation, test }: Fractions): string {
  const half = Number(((1 - validation - test) / 2).toPrecision(2));
  return `--set data.split.calibration=${Math.min(calibrationShare, half)}`;
}

/** Names the rows of each part that has a fraction; `divided` is in the order of `parts`. */
export function namedParts(
  divided: readonly Rows[],
  { validation, test, calibration = 0 }: Fractions,
): Parts {
  return {
    train: divided[0],
    ...(validation > 0 ? { validation: divided[1] } : {}),
    ...(test > 0 ? { test: divided[2] } : {}),
    ...(calibration > 0 ? { calibration: divided[3] } : {}),
  };
}

/** Refuses fractions of so few rows that a part has none. */
export function refuseEmpty(table: Table, divided: readonly Rows[], fractions: readonly number[]): void {
  const part = parts.findIndex((_, i) => fractions[i] > 0 && divided[i].length === 0);
  if (part < 0) return;
  const rows = divided.reduce((sum, { length }) => sum + length, 0);
  throw new MlpError(
    'data',
    `${table.name}: the ${parts[part]} split is empty: ${Number(fractions[part].toPrecision(3))} of ` +
      `${rows} ${rows === 1 ? 'row' : 'rows'} is less than one; ${remedy(parts[part], rows)}`,
  );
}

/** Advice that gives a part at least one row. */
function remedy(part: Part, rows: number): string {
  const none = 'or --set data.split=\'{"type":"none"}\' for no split';
  if (part === 'train' || rows < 3) return `use more rows, ${none}`;
  const enough = Math.ceil(100 / rows) / 100;
  return `use more rows, --set data.split.${part}=${enough}, ${none}`;
}
