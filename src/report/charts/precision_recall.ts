import { Plot } from '../draw/plot.js';
import { short } from '../draw/text.js';
import { heldOut } from '../evidence/evidence.js';
import {
  hasProbabilities,
  type OneAgainstRest,
  oneAgainstRest,
  readable,
} from '../evidence/one_against_rest.js';
import type { Chart } from './chart.js';
import { curveColours, drawClassCurves } from './class_curves.js';

const occurs = ({ averagePrecision }: OneAgainstRest) => averagePrecision !== undefined;

/** Precision-recall curves. */
export const precisionRecall = {
  title: 'Precision and recall',
  applies: (evidence) =>
    hasProbabilities(evidence) && oneAgainstRest(evidence, heldOut(evidence)).some(occurs),
  draw(evidence) {
    const part = heldOut(evidence);
    const curves = oneAgainstRest(evidence, part).filter(occurs);
    const { shown, note } = readable(curves, ({ averagePrecision }) => averagePrecision!);
    const colourOf = curveColours(shown);
    const picture = drawClassCurves(shown, {
      title: 'Precision by recall',
      x: 'recall',
      y: 'precision',
      score: ({ averagePrecision }) => `AP ${short(averagePrecision!)}`,
      points({ curve: { positives, negatives, points } }) {
        const precision = (k: number) => positives[k] / (positives[k] + negatives[k]);
        const others = Array.from(
          { length: points },
          (_, k) => [positives[k] / positives[points - 1], precision(k)] as const,
        );
        return [[0, precision(0)], ...others];
      },
      guessing: Plot.ruleY(shown, {
        y: 'share',
        stroke: (_, place) => colourOf(place),
        strokeDasharray: '3,3',
        strokeOpacity: 0.6,
      }),
      // Precision belongs to a threshold: between two of them there is none.
      inSteps: true,
    });
    return {
      caption:
        'As the threshold falls, more rows of a class are found (recall), and fewer of those taken for it are ' +
        `right (precision); ${part.name} split. Guessing is a dashed line, at the share of the class. AP is ` +
        `the area under the steps.${note}`,
      pictures: [picture],
    };
  },
} satisfies Chart;
