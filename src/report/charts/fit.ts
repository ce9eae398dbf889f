import { rangeOf } from '../../range.js';
import { legend } from '../draw/legend.js';
import { chartWidth, drawPlot, Plot } from '../draw/plot.js';
import { short, shorten } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import { answers, leftOut, predictsNumbers } from '../evidence/numbers.js';
import type { Chart } from './chart.js';

/** Scatter plot of predictions against true values. */
export const fit = {
  title: 'Predicted against true',
  applies: predictsNumbers,
  draw(evidence) {
    const parts = evidence.parts.map(({ name }) => name);
    const several = evidence.network.outputs > 1;
    const pictures = answers(evidence, 1000).map(({ name, answers }, j) => {
      const key = legend(parts.map((part) => ({ label: part, colour: colours[part] })));
      const [low, high] = rangeOf(answers.flatMap(({ truth, prediction }) => [truth, prediction]));
      const margin = 0.04 * (high - low || 1);
      const domain = [low - margin, high + margin];
      return drawPlot(
        `Predicted ${name} against true`,
        {
          width: chartWidth,
          height: 360 + key.height,
          marginTop: key.height + 22,
          marginLeft: 58,
          x: { label: `true ${shorten(name)}`, domain, grid: true, ticks: 6 },
          y: { label: `predicted ${shorten(name)}`, domain, grid: true, ticks: 6 },
          marks: [
            ...key.marks,
            Plot.line(
              domain.map((value) => [value, value]),
              { stroke: colours.quiet, strokeDasharray: '3,3' },
            ),
            Plot.dot(answers, {
              x: 'truth',
              y: 'prediction',
              fill: ({ part }) => colours[part as keyof typeof colours],
              fillOpacity: ({ part }) => (part === parts.at(-1) ? 0.95 : 0.4),
              r: 3,
              title: ({ part, truth, prediction }) =>
                `${part}: true ${short(truth)}, predicted ${short(prediction)}`,
            }),
          ],
          color: { type: 'identity' },
          opacity: { type: 'identity' },
        },
        several ? `${j + 1}` : '',
      );
    });
    return {
      caption: `A point is a row; on the dashed line the prediction is what was true.${leftOut(evidence)}`,
      pictures,
    };
  },
} satisfies Chart;
