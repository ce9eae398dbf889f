import { integerBelow, uniform } from '../../../random.js';
import { valueAt } from '../space/scale.js';
import type { Strategy } from './strategy.js';

/** Values by chance, each by its distribution, all independent. Bergstra and Bengio 2012. */
export const random = {
  summary: 'values by chance',
  adapts: false,
  trials: () => Number.POSITIVE_INFINITY,
  propose: (space, _trial, _seen, rng) =>
    Object.fromEntries(
      space.map(({ name, domain }) => [
        name,
        'choices' in domain
          ? domain.choices[integerBelow(rng, domain.choices.length)]
          : valueAt(domain, uniform(rng)),
      ]),
    ),
} satisfies Strategy;
