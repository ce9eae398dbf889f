import type { BatchPart } from '../nn/graph/shards.js';
import type { Pass } from '../nn/layers/index.js';
import type { Random } from '../random.js';

/** Stands for a generator where no random number may be drawn. */
const noRandom: Random = {
  clone: () => noRandom,
  getState: () => [],
  next: () => {
    throw new Error('no random number may be drawn here');
  },
};

/** A pass in evaluation mode. */
export const evaluationPass: Pass = { training: false, frozen: false, random: noRandom };

/** A pass in evaluation mode that draws codes from their distributions. */
export interface SamplingPass extends Pass {
  random: Random;
}

export const samplingPass = (): SamplingPass => ({
  training: false,
  frozen: false,
  sampled: true,
  random: noRandom,
});

/** A pass of training that recorded programs hold on to: whoever runs them puts in the generator first, and
 * the part of the batch. */
export interface TrainingPass extends Pass {
  random: Random;
  part: BatchPart | null;
}

export const trainingPass = (): TrainingPass => ({
  training: true,
  frozen: false,
  random: noRandom,
  part: null,
});
