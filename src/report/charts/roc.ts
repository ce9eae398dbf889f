import { legend } from '../draw/legend.js';
import { drawPlot, Plot } from '../draw/plot.js';
import { short, shorten } from '../draw/text.js';
import { categoryColour, colours } from '../draw/theme.js';
import { held } from '../evidence/evidence.js';
import {
  hasProbabilities,
  type OneAgainstRest,
  oneAgainstRest,
  readable,
  visible,
} from '../evidence/one_against_rest.js';
import type { Chart } from './chart.js';

const defined = (curve: OneAgainstRest) => curve.area !== undefined;

/** What part of a class is found, at what price in false alarms. */
export const roc = {
  title: 'ROC curve',
  applies: (evidence) => hasProbabilities(evidence) && oneAgainstRest(evidence, held(evidence)).some(defined),
  draw(evidence) {
    const part = held(evidence);
    const curves = oneAgainstRest(evidence, part).filter(defined);
    const { shown, note } = readable(curves, ({ area }) => area!);
    const key = legend(
      shown.map(({ name, area, index }) => ({
        label: `${shorten(name, 20)}: AUC ${short(area!)}`,
        colour: categoryColour(index),
        shape: 'line',
      })),
      470,
    );
    const points = shown.flatMap(({ name, index, curve: { positives, negatives, points } }) => {
      const [allPositive, allNegative] = [positives[points - 1], negatives[points - 1]];
      const point = (x: number, y: number) => ({ name, colour: categoryColour(index), x, y });
      const others = Array.from({ length: points }, (_, k) =>
        point(negatives[k] / allNegative, positives[k] / allPositive),
      );
      return visible([point(0, 0), ...others]);
    });
    const picture = drawPlot('ROC curve', {
      width: 540,
      height: 400 + key.height,
      marginTop: key.height + 22,
      marginLeft: 50,
      x: { label: 'false positive rate', domain: [0, 1], grid: true },
      y: { label: 'true positive rate', domain: [0, 1], grid: true },
      color: { type: 'identity' },
      marks: [
        ...key.marks,
        Plot.line(
          [
            [0, 0],
            [1, 1],
          ],
          { stroke: colours.quiet, strokeDasharray: '3,3' },
        ),
        Plot.line(points, { x: 'x', y: 'y', z: 'name', stroke: 'colour', strokeWidth: 1.8 }),
      ],
    });
    return {
      caption:
        `Each threshold for the probability of a class is a point: how many of its rows are found, and how many others are taken for them (${part.name} ` +
        `split). Guessing is the diagonal; the area under the curve is the probability that a row of the class is ranked above another.${note}`,
      pictures: [picture],
    };
  },
} satisfies Chart;
