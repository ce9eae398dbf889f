import { decayOptions, type OptimizerName, optimizers } from '../nn/optimizers/index.js';
import { schedules, warmupOptions } from '../nn/schedules/index.js';
import { variantSchema } from '../nn/variants.js';

export const scheduleSchema = variantSchema(schedules, () => warmupOptions);

const schedule = scheduleSchema
  .prefault({ type: 'constant' })
  .describe('how the learning rate changes from epoch to epoch');

/** Schema of the `optimizer` section of a config. */
export const optimizerSchema = variantSchema<OptimizerName, { schedule: typeof schedule }>(
  optimizers,
  ({ shape }) => ({
    ...decayOptions('weight_decay' in shape),
    schedule,
  }),
);
