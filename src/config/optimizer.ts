import { type Decay, decayOptions, type OptimizerName, optimizers } from '../nn/optimizers/index.js';
import { type ScheduleName, schedules, warmupOptions } from '../nn/schedules/index.js';
import { type Variant, variantSchema } from '../nn/variants.js';

export const scheduleSchema = variantSchema(schedules, () => warmupOptions);

const schedule = scheduleSchema
  .prefault({ type: 'constant' })
  .describe('how the learning rate changes from epoch to epoch');

/** The `optimizer` section of a resolved config. */
export interface OptimizerSection extends Variant<OptimizerName>, Decay {
  readonly schedule: Variant<ScheduleName> & { readonly warmup_epochs?: number };
}

/** Schema of the `optimizer` section of a config. */
export const optimizerSchema = variantSchema<OptimizerName, { schedule: typeof schedule }>(
  optimizers,
  ({ shape }) => ({
    ...decayOptions('weight_decay' in shape),
    schedule,
  }),
);
