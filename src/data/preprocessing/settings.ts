import * as z from '../../zod.js';
import { columnCellSettings } from '../table/cells.js';
import type { Column } from '../table/table.js';
import { checkDates, dateSettings } from './date_settings.js';
import { encodeSchema, encodingSchema } from './encodings/settings.js';
import { type ImputerName, imputers } from './imputers/index.js';
import { type ScalerName, scalers } from './scalers/index.js';

/** The names of a registry, for z.enum. */
const names = <N extends string>(registry: Readonly<Record<N, unknown>>) =>
  Object.keys(registry) as [N, ...N[]];

const scale = z.enum(names<ScalerName>(scalers));
const missing = z.enum(names<ImputerName>(imputers));

const minCount = z.int().min(1);

const column = z
  .strictObject({
    type: z
      .enum(['number', 'category', 'date'])
      .optional()
      .describe('inferred from the training file where left out'),
    ...dateSettings,
    scale: scale.optional().describe('as data.scale, for this column'),
    encode: encodingSchema.optional().describe('as data.encode, for this column'),
    missing: missing.optional().describe('as data.missing, for this column; also for one of categories'),
    fill: z.union([z.number(), z.string()]).optional().describe('as data.fill, for this column'),
    missing_indicator: z.boolean().optional().describe('as data.missing_indicator, for this column'),
    min_count: minCount.optional().describe('as data.min_count, for this column'),
    ...columnCellSettings,
  })
  .superRefine(checkDates);

/** The keys of a config's `data` section that are about preprocessing. */
export const preprocessingSettings = {
  scale: scale.default('standard').describe('how number columns are scaled'),
  encode: encodeSchema
    .default([])
    .describe(
      'how columns become inputs: an encoding, or a list of one for numbers and one for categories; numbers as they ' +
        'are scaled and categories one-hot where left out',
    ),
  target_scale: z
    .enum(['none', 'standard', 'minmax'])
    .default('none')
    .describe('how numeric targets are scaled'),
  missing: missing.default('error').describe('what becomes of missing numbers'),
  fill: z.union([z.number(), z.string()]).default(0).describe('what `missing: constant` fills in'),
  missing_indicator: z
    .boolean()
    .default(false)
    .describe(
      'whether a number or a date of which values are missing in training gets one more input: 1 where it is, else 0',
    ),
  min_count: minCount
    .default(1)
    .describe(
      'training rows that a category needs to be one of its own; those with fewer are one together, (rare), which ' +
        'values join that training did not have',
    ),
  columns: z.record(z.string(), column).default({}).describe('settings by column'),
  basis: z
    .array(z.string().min(1))
    .default([])
    .describe('further features, computed from number columns: "x1^2", "sin(x1)"'),
};

export type PreprocessingConfig = z.infer<z.ZodObject<typeof preprocessingSettings>>;
export type ColumnSettings = PreprocessingConfig['columns'][string];

/** The settings of one column; a column may well be called `constructor`. */
export const settingsOf = (
  { columns }: Pick<PreprocessingConfig, 'columns'>,
  name: string,
): ColumnSettings => (Object.hasOwn(columns, name) ? columns[name] : {});

/** Whether rows without a target are left out: they are, unless the column's own settings say that it is an error. */
export const dropsTarget = (config: Pick<PreprocessingConfig, 'columns'>, name: string): boolean =>
  settingsOf(config, name).missing !== 'error';

/** The imputer for a number column's missing values. */
export const missingOf = (
  config: Pick<PreprocessingConfig, 'columns' | 'missing'>,
  name: string,
): ImputerName => settingsOf(config, name).missing ?? config.missing;

/** Whether rows without a value in a feature are left out: for categories only where their own settings say so. */
export const dropsFeature = (
  config: Pick<PreprocessingConfig, 'columns' | 'missing'>,
  { name, type }: Pick<Column, 'name' | 'type'>,
): boolean => (type === 'category' ? settingsOf(config, name).missing : missingOf(config, name)) === 'drop';
