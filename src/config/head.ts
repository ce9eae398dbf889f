import { activations } from '../nn/activations/index.js';
import { affineOptions } from '../nn/layers/dense.js';
import { losses } from '../nn/losses/index.js';
import { variantSchema } from '../nn/variants.js';
import * as z from '../zod.js';

export const activationSchema = variantSchema(activations);
export const lossSchema = variantSchema(losses);

/** Schema of the `head` section of a config; keys left out follow from the data. */
export const headSchema = z.strictObject({
  activation: activationSchema
    .optional()
    .describe('of the outputs; what fits loss and target where left out'),
  loss: lossSchema
    .optional()
    .describe('what training minimizes; what fits activation and target where left out'),
  ...affineOptions,
});
