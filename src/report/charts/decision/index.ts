import { plainColumns } from '../../evidence/evidence.js';
import { surfaceOf } from '../../evidence/surface.js';
import type { Chart } from '../chart.js';
import { drawClasses } from './classes.js';
import { drawNumbers } from './numbers.js';

/** Predictions for each point of the plane of two inputs, and the data on it. */
export const decision = {
  title: 'What is predicted where',
  applies: ({ model, parts }) => parts.length > 0 && plainColumns(model.preprocessing).length === 2,
  draw(evidence) {
    const surface = surfaceOf(evidence);
    const { kind } = evidence.model.preprocessing.target;
    if (kind === 'classes' || kind === 'distribution') {
      return {
        caption:
          'The colour of a place is that of its most probable class, the stronger the surer the network is (one ' +
          'step for each 0.25 that it is ahead of the next class); lines are where two classes are equally ' +
          'probable. Points are rows, small ones of the training split; a ringed one is wrong.',
        pictures: [drawClasses(evidence, surface)],
      };
    }
    const pictures = surface.outputs.map((_, j) => drawNumbers(evidence, surface, j));
    return {
      caption:
        kind === 'labels'
          ? 'The probability of each label; points are rows, in the colour of what is true: one that stands out ' +
            'is wrong.'
          : 'The colour is the prediction, and that of a point what is true there: where a point cannot be seen, ' +
            'both agree.',
      pictures,
    };
  },
} satisfies Chart;
