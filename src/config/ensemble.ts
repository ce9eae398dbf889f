import { type SharedEnsemble, sharedEnsembleOptions } from '../nn/ensemble.js';
import { variantSchema } from '../nn/variants.js';
import type * as z from '../zod.js';

/** Types of ensembles. */
const ensembles = {
  shared: { options: sharedEnsembleOptions },
};

/** The `ensemble` section of a config, by type. */
export type EnsembleConfig = { readonly type: 'shared' } & Readonly<SharedEnsemble>;

/** Schema of the `ensemble` section of a config. */
export const ensembleSchema = variantSchema(ensembles) as unknown as z.ZodType<EnsembleConfig>;
