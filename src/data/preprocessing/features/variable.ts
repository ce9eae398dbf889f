import * as z from '../../../zod.js';
import type { Rows } from '../../table/rows.js';
import type { NumberColumn, Table } from '../../table/table.js';
import { type MissingNumber, missingNumberSchema } from '../imputers/index.js';
import { fitMissing, presentValues } from '../number_column.js';
import type { PreprocessingConfig } from '../settings.js';
import type { FeatureType } from './feature.js';

/** Number column that only basis functions use: it takes no column of x. */
export interface Variable {
  readonly kind: 'variable';
  readonly name: string;
  readonly missing: MissingNumber;
}

/** Number columns that take no column of x. */
export const variable: FeatureType<Variable> = {
  schema: z.strictObject({
    kind: z.literal('variable'),
    name: z.string().min(1),
    missing: missingNumberSchema,
  }),
  reads: () => 'number',
  names: () => [],
  width: () => 0,
  scalings: () => [],
};

/** Fits a number column that only basis functions use to the training rows. */
export function fitVariable(table: Table, name: string, rows: Rows, config: PreprocessingConfig): Variable {
  const present = presentValues(table.columns.get(name) as NumberColumn, rows);
  return { kind: 'variable', name, missing: fitMissing(table, name, present, config) };
}
