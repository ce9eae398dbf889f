import { optimizers } from '../nn/optimizers/index.js';
import { schedules, warmupOptions } from '../nn/schedules/index.js';
import { variantSchema } from '../nn/variants.js';

export const scheduleSchema = variantSchema(schedules, warmupOptions);

/** Schema of the `optimizer` section of a config. */
export const optimizerSchema = variantSchema(optimizers, {
  schedule: scheduleSchema
    .prefault({ type: 'constant' })
    .describe('how the learning rate changes from epoch to epoch'),
});
