import { rangeOf } from '../../range.js';
import { legend } from '../draw/legend.js';
import { logAxis, logScale } from '../draw/log_scale.js';
import { chartWidth, drawPlot, type Picture, Plot } from '../draw/plot.js';
import { short, widest } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import { gradientRows, rootMeanSquare, weightChanges } from '../evidence/layer_weights.js';
import type { Chart } from './chart.js';

interface Step {
  readonly layer: string;
  readonly before: number | null;
  readonly after: number;
}

/** Root mean squares of weights and gradients of each layer, before training and after. */
export const gradients = {
  title: 'Magnitudes, layer by layer',
  applies: ({ parts }) => parts.length > 0,
  draw(evidence) {
    const changes = weightChanges(evidence);
    const rows = Math.min(gradientRows, evidence.parts[0].split.rows);
    const weights = changes.map(({ layer, before, after }) => ({
      layer,
      before: before && rootMeanSquare(before),
      after: rootMeanSquare(after),
    }));
    const slopes = changes.flatMap(({ layer, gradient }) => (gradient ? [{ layer, ...gradient }] : []));
    return {
      caption:
        'Root mean squares, on a scale of powers of ten. A gradient that shrinks from the head to the first ' +
        'layer vanishes: those layers hardly learn. Gradients are of the loss of ' +
        `${rows === evidence.parts[0].split.rows ? `all ${rows}` : `the first ${rows}`} training rows, ` +
        'penalties included, in evaluation mode.',
      pictures: [
        magnitudes('weights', 'weight', weights),
        ...(slopes.length > 0 ? [magnitudes('gradients', 'gradient', slopes)] : []),
      ],
    };
  },
} satisfies Chart;

function magnitudes(name: string, label: string, steps: readonly Step[]): Picture {
  // 0 has no logarithm.
  const shown = steps.filter(({ before, after }) => after > 0 && before !== 0 && Number.isFinite(after));
  const nothing = steps.filter((step) => !shown.includes(step));
  const known = shown.filter((step): step is Step & { before: number } => step.before !== null);
  const names = steps.map(({ layer }) => layer);
  const [marginLeft, marginRight] = [24 + widest(names), 30];
  const [low, high] = rangeOf(shown.flatMap(({ before, after }) => [before ?? after, after]));
  const scale = logScale(low, high, { along: 'x', length: chartWidth - marginLeft - marginRight });
  const key = legend([
    { label: 'after training', colour: colours.train },
    ...(known.length > 0 ? [{ label: 'before', colour: colours.quiet }] : []),
  ]);
  return drawPlot(
    `Size of the ${name} of each layer`,
    {
      width: chartWidth,
      height: key.height + 64 + 34 * names.length,
      marginTop: key.height + 10,
      marginLeft,
      marginRight,
      x: { grid: true, ...scale },
      y: { label: null, domain: names, type: 'band' },
      marks: [
        ...key.marks,
        logAxis('x', scale, `root mean square ${label}`),
        Plot.ruleY(names, { stroke: colours.line }),
        Plot.arrow(known, {
          x1: 'before',
          x2: 'after',
          y1: 'layer',
          y2: 'layer',
          stroke: colours.quiet,
          insetEnd: 6,
          headLength: 6,
        }),
        Plot.dot(known, {
          x: 'before',
          y: 'layer',
          fill: colours.quiet,
          r: 4.5,
          title: ({ before }) => `before: ${short(before)}`,
        }),
        Plot.dot(shown, {
          x: 'after',
          y: 'layer',
          fill: colours.train,
          r: 5.5,
          title: ({ after }) => `after: ${short(after)}`,
        }),
        Plot.text(nothing, {
          y: 'layer',
          frameAnchor: 'left',
          dx: 8,
          textAnchor: 'start',
          text: () => '0',
          fill: colours.quiet,
          stroke: colours.page,
        }),
      ],
    },
    name,
  );
}
