import { Plot } from '../draw/plot.js';
import { short } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import { heldOut } from '../evidence/evidence.js';
import {
  hasProbabilities,
  type OneAgainstRest,
  oneAgainstRest,
  readable,
} from '../evidence/one_against_rest.js';
import type { Chart } from './chart.js';
import { drawClassCurves } from './class_curves.js';

const defined = (curve: OneAgainstRest) => curve.area !== undefined;

/** ROC curves: true positive rate by false positive rate. */
export const roc = {
  title: 'ROC curve',
  applies: (evidence) =>
    hasProbabilities(evidence) && oneAgainstRest(evidence, heldOut(evidence)).some(defined),
  draw(evidence) {
    const part = heldOut(evidence);
    const curves = oneAgainstRest(evidence, part).filter(defined);
    const { shown, note } = readable(curves, ({ area }) => area!);
    const picture = drawClassCurves(shown, {
      title: 'ROC curve',
      x: 'false positive rate',
      y: 'true positive rate',
      score: ({ area }) => `AUC ${short(area!)}`,
      points({ curve: { positives, negatives, points } }) {
        const [allPositive, allNegative] = [positives[points - 1], negatives[points - 1]];
        const others = Array.from(
          { length: points },
          (_, k) => [negatives[k] / allNegative, positives[k] / allPositive] as const,
        );
        return [[0, 0], ...others];
      },
      guessing: Plot.line(
        [
          [0, 0],
          [1, 1],
        ],
        { stroke: colours.quiet, strokeDasharray: '3,3' },
      ),
      inSteps: false,
    });
    return {
      caption:
        'Each threshold for the probability of a class is a point: how many of its rows are found, and how many ' +
        `others are taken for them (${part.name} split). Guessing is the diagonal; the area under the curve is ` +
        `the probability that a row of the class is ranked above another.${note}`,
      pictures: [picture],
    };
  },
} satisfies Chart;
