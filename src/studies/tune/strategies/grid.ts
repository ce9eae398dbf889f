import { gridOf } from '../space/scale.js';
import type { Parameter } from '../space/space.js';
import type { Strategy } from './strategy.js';

const valuesOf = ({ domain }: Parameter): readonly unknown[] =>
  'choices' in domain ? domain.choices : gridOf(domain);

/** All combinations: every choice, and so many points of an interval; the last parameter changes fastest. */
export const grid = {
  summary: 'all combinations, of 5 points of an interval or as many as "points" says',
  adapts: false,
  trials: (space) => space.reduce((product, parameter) => product * valuesOf(parameter).length, 1),
  propose(space, trial) {
    const chosen: [string, unknown][] = [];
    let rest = trial;
    for (const parameter of space.toReversed()) {
      const values = valuesOf(parameter);
      chosen.unshift([parameter.name, values[rest % values.length]]);
      rest = Math.floor(rest / values.length);
    }
    return Object.fromEntries(chosen);
  },
} satisfies Strategy;
