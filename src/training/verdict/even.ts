import type { Dataset, Split } from '../../data/dataset.js';
import { log } from '../../math/index.js';
import { type AdversarialConfig, adversarialLosses } from '../../nn/adversarial/index.js';
import type { Baseline, BaselineReport } from './baseline.js';

/** Loss of an output of ½, whatever the label is. */
const lossOfHalf = { binary_cross_entropy: -log(0.5), mse: 0.25 };

/**
 * Losses where a discriminator cannot tell real rows from sampled ones, and gives ½ for all: what the two come to where
 * sampled rows are distributed as real ones are. Goodfellow et al. 2014, section 4.1.
 */
export function evenBaseline(
  { loss }: AdversarialConfig,
  { train, validation, test }: Pick<Dataset, 'train' | 'validation' | 'test'>,
): Baseline {
  const { head, sign } = adversarialLosses[loss];
  const each = lossOfHalf[head.loss!.type as keyof typeof lossOfHalf];
  const measure = ({ rows }: Split): BaselineReport => ({
    rows,
    loss: 2 * each,
    generator_loss: sign * each,
  });
  return {
    predicts: 'a discriminator that cannot tell real rows from sampled ones',
    train: measure(train),
    ...(validation && { validation: measure(validation) }),
    ...(test && { test: measure(test) }),
  };
}
