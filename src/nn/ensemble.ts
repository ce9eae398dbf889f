import * as z from '../zod.js';

/** Most members of an ensemble. */
const MOST_MEMBERS = 64;

export const ensembleMembers = z.int().min(2).max(MOST_MEMBERS);

/**
 * Options of an ensemble in one network: its members share the matrix of each dense layer, and have their own scales of
 * its inputs and outputs, biases and head. Wen, Tran and Ba, BatchEnsemble, 2020; Gorishniy et al., TabM, 2025.
 */
export const sharedEnsembleOptions = z.strictObject({
  members: ensembleMembers.default(8).describe('networks that share the weights of each dense layer'),
  scaling: z
    .enum(['signs', 'normal'])
    .default('signs')
    .describe(
      "how the scales of the first layer's inputs start, in which members differ: ±1, or standard normal",
    ),
});

export type SharedEnsemble = z.output<typeof sharedEnsembleOptions>;
