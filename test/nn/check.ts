import { type GradcheckOptions, type GradcheckResult, gradcheck } from '../../src/nn/gradcheck/gradcheck.js';
import { random } from '../../src/random.js';
import { type SmallNetwork, smallNetwork, unevenScale } from './small_network.js';

/**
 * A hundred times stricter than what the command asks for. Losses under 1000 are rounded to 1e-13, which the difference
 * divides by 2e-5 to some 1e-8; the error of the method itself is ε²/6 f‴, 2e-11 times the third derivative.
 */
export const strict: GradcheckOptions = { method: 'central', epsilon: 1e-5, atol: 1e-7, rtol: 1e-5 };

export function check(description: SmallNetwork, options = strict, scale?: Float64Array): GradcheckResult {
  const network = smallNetwork(description);
  const rows = network.x.length / network.inputs;
  return gradcheck(network, scale ?? unevenScale(rows), rows, random(0, 'masks'), options);
}

/** Texts on the mismatches of a whole result. */
export const mismatches = ({ tensors }: GradcheckResult) =>
  tensors.flatMap(({ name, mismatches: count, worst }) =>
    count > 0 ? [`${name}: ${count}, at worst ${JSON.stringify(worst)}`] : [],
  );
