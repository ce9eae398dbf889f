import * as z from '../../zod.js';
import { storedCellsSchema } from '../table/cells.js';
import { targetSchema } from '../targets/schema.js';
import { featureTypes } from './features/index.js';
import type { Preprocessing } from './preprocessing.js';

const name = z.string().min(1);
const { number, ...others } = featureTypes;
const feature = z.discriminatedUnion('kind', [
  number.schema,
  ...Object.values(others).map(({ schema }) => schema),
]);

/** Preprocessing as a model file holds it: data from anywhere, to be looked at before it is believed. */
export const preprocessingSchema = z.strictObject({
  delimiter: z.string().length(1),
  header: z.boolean(),
  cells: storedCellsSchema,
  comment: z.string().min(1).nullable(),
  skip_rows: z.int().min(0),
  columns: z.array(name).min(1),
  features: z.array(feature).min(1),
  target: targetSchema,
  weight: name.nullable(),
}) as unknown as z.ZodType<Preprocessing>;
