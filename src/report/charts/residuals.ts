import { legend } from '../draw/legend.js';
import { chartWidth, drawPlot, Plot } from '../draw/plot.js';
import { short, shorten } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import { heldOut } from '../evidence/evidence.js';
import { answers, leftOut, predictsNumbers } from '../evidence/numbers.js';
import type { Chart } from './chart.js';

/** Residuals, true − predicted, as a scatter plot and a histogram. */
export const residuals = {
  title: 'Residuals',
  applies: (evidence) => predictsNumbers(evidence) && evidence.model.preprocessing.target.kind === 'numbers',
  draw(evidence) {
    const last = heldOut(evidence).name;
    const several = evidence.network.outputs > 1;
    const pictures = answers(evidence, 1000).flatMap(({ name, answers }, j) => {
      const rows = answers.map((answer) => ({ ...answer, residual: answer.truth - answer.prediction }));
      const key = legend(evidence.parts.map((part) => ({ label: part.name, colour: colours[part.name] })));
      const label = shorten(name);
      const suffix = several ? `-${j + 1}` : '';
      return [
        drawPlot(
          `Residuals of ${name} by what was predicted`,
          {
            width: chartWidth,
            height: 280 + key.height,
            marginTop: key.height + 22,
            marginLeft: 58,
            x: { label: `predicted ${label}`, grid: true, ticks: 6 },
            y: { label: `true − predicted ${label}`, grid: true, ticks: 6, nice: true },
            color: { type: 'identity' },
            opacity: { type: 'identity' },
            marks: [
              ...key.marks,
              Plot.ruleY([0], { stroke: colours.quiet }),
              Plot.dot(rows, {
                x: 'prediction',
                y: 'residual',
                fill: ({ part }) => colours[part as keyof typeof colours],
                fillOpacity: ({ part }) => (part === last ? 0.95 : 0.4),
                r: 3,
                title: ({ part, prediction, residual }) =>
                  `${part}: predicted ${short(prediction)}, off by ${short(residual)}`,
              }),
            ],
          },
          `scatter${suffix}`,
        ),
        drawPlot(
          `How often each residual of ${name} is`,
          {
            width: chartWidth,
            height: 280,
            marginTop: 26,
            marginLeft: 58,
            x: { label: `true − predicted ${label} (${last})`, ticks: 6 },
            y: { label: 'rows', grid: true },
            marks: [
              Plot.rectY(
                rows.filter(({ part }) => part === last),
                {
                  ...Plot.binX({ y: 'count' }, { x: 'residual', thresholds: 20 }),
                  fill: colours[last],
                  inset: 0.5,
                },
              ),
              Plot.ruleX([0], { stroke: colours.quiet }),
            ],
          },
          `histogram${suffix}`,
        ),
      ];
    });
    return {
      caption:
        'Residuals without a pattern are noise; a bend, a funnel or a shift is something that the network has ' +
        'not learned.' +
        leftOut(evidence),
      pictures,
    };
  },
} satisfies Chart;
