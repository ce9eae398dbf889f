import { ensembleMembers, type SharedEnsemble, sharedEnsembleOptions } from '../nn/ensemble.js';
import { variantSchema } from '../nn/variants.js';
import * as z from '../zod.js';

/** Most folds: rows have to be left for each. */
const mostFolds = 100;

const foldsOptions = z.strictObject({
  members: z
    .int()
    .min(2)
    .max(mostFolds)
    .default(5)
    .describe(
      'folds that the training rows are divided into, as data.split.type says: each network is trained on the ' +
        'others and stopped by its own; all are kept, and averaged',
    ),
  shared: ensembleMembers
    .optional()
    .describe('members of the shared ensemble that the network of each fold is; one network where left out'),
});

/** Types of ensembles. */
const ensembles = {
  shared: { options: sharedEnsembleOptions },
  folds: { options: foldsOptions },
};

/** The `ensemble` section of a config, by type. */
export type EnsembleConfig =
  | ({ readonly type: 'shared' } & Readonly<SharedEnsemble>)
  | ({ readonly type: 'folds' } & Readonly<z.output<typeof foldsOptions>>);

/** Schema of the `ensemble` section of a config. */
export const ensembleSchema = variantSchema(ensembles) as unknown as z.ZodType<EnsembleConfig>;

/** Members that share the weights of each network that is trained; undefined where it is a single one. */
export function sharedEnsemble(ensemble: EnsembleConfig | undefined): SharedEnsemble | undefined {
  if (ensemble?.type !== 'folds') return ensemble;
  const { shared: members } = ensemble;
  return members === undefined ? undefined : sharedEnsembleOptions.parse({ members });
}

/** Number of folds that the training rows are divided into; undefined where they are not. */
export const foldCount = ({ ensemble }: { readonly ensemble?: EnsembleConfig }): number | undefined =>
  ensemble?.type === 'folds' ? ensemble.members : undefined;

/**
 * A config as it was read, whose split sets no rows aside for validation, unless it says so, where folds take their
 * place.
 */
export function withoutValidation(config: unknown): unknown {
  if (!isObject(config) || typeOf(config.ensemble) !== 'folds' || !isObject(config.data)) return config;
  const { data } = config;
  const { split } = data;
  const hasFractions = isObject(split) && ['random', 'group', 'time'].includes(split.type as string);
  if (!hasFractions || Object.hasOwn(split, 'validation')) return config;
  return { ...config, data: { ...data, split: { ...split, validation: 0 } } };
}

const typeOf = (ensemble: unknown): unknown => (isObject(ensemble) ? ensemble.type : ensemble);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
