import { legend } from '../draw/legend.js';
import { drawPlot, Plot } from '../draw/plot.js';
import { short, shorten } from '../draw/text.js';
import { categoryColour } from '../draw/theme.js';
import { held } from '../evidence/evidence.js';
import {
  hasProbabilities,
  type OneAgainstRest,
  oneAgainstRest,
  readable,
  visible,
} from '../evidence/one_against_rest.js';
import type { Chart } from './chart.js';

const occurs = ({ share }: OneAgainstRest) => share > 0;

/** Of what is taken for a class, how much is of it, as more and more of it is found. */
export const precisionRecall = {
  title: 'Precision and recall',
  applies: (evidence) => hasProbabilities(evidence) && oneAgainstRest(evidence, held(evidence)).some(occurs),
  draw(evidence) {
    const part = held(evidence);
    const curves = oneAgainstRest(evidence, part).filter(occurs);
    const { shown, note } = readable(curves, ({ averagePrecision }) => averagePrecision);
    const key = legend(
      shown.map(({ name, averagePrecision, index }) => ({
        label: `${shorten(name, 20)}: AP ${short(averagePrecision)}`,
        colour: categoryColour(index),
        shape: 'line',
      })),
      470,
    );
    const points = shown.flatMap(({ name, index, curve: { positives, negatives, points } }) => {
      const precision = (k: number) => positives[k] / (positives[k] + negatives[k]);
      const point = (x: number, y: number) => ({ name, colour: categoryColour(index), x, y });
      const others = Array.from({ length: points }, (_, k) =>
        point(positives[k] / positives[points - 1], precision(k)),
      );
      return visible([point(0, precision(0)), ...others]);
    });
    const picture = drawPlot('Precision by recall', {
      width: 540,
      height: 400 + key.height,
      marginTop: key.height + 22,
      marginLeft: 50,
      x: { label: 'recall', domain: [0, 1], grid: true },
      y: { label: 'precision', domain: [0, 1], grid: true },
      color: { type: 'identity' },
      marks: [
        ...key.marks,
        Plot.ruleY(shown, {
          y: 'share',
          stroke: ({ index }) => categoryColour(index),
          strokeDasharray: '3,3',
          strokeOpacity: 0.6,
        }),
        // Precision belongs to a threshold: between two of them there is none, hence steps.
        Plot.line(points, {
          x: 'x',
          y: 'y',
          z: 'name',
          stroke: 'colour',
          strokeWidth: 1.8,
          curve: 'step-before',
        }),
      ],
    });
    return {
      caption:
        `As the threshold falls, more rows of a class are found (recall), and fewer of those taken for it are right (precision); ${part.name} split. ` +
        `Guessing is a dashed line, at the share of the class. AP is the area under the steps.${note}`,
      pictures: [picture],
    };
  },
} satisfies Chart;
