import { greatest, rangeOf } from '../../range.js';
import { legend } from '../draw/legend.js';
import { chartWidth, drawPlot, Plot } from '../draw/plot.js';
import { widest } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import { weightChanges } from '../evidence/layer_weights.js';
import type { Chart } from './chart.js';

const bins = 40;

/** Distribution of the weights of each layer, before training and after. */
export const weights = {
  title: 'Weights, layer by layer',
  applies: () => true,
  draw(evidence) {
    const layers = weightChanges(evidence);
    const [low, high] = rangeOf(
      layers
        .flatMap(({ before, after }) => [...rangeOf(after), ...rangeOf(before ?? [])])
        .filter(Number.isFinite),
    );
    const width = (high - low || 1) / bins;
    const counted = layers.flatMap(({ layer, before, after }) => [
      ...histogram(after, low, width).map((bin) => ({ ...bin, layer, time: 'after' })),
      ...(before ? histogram(before, low, width).map((bin) => ({ ...bin, layer, time: 'before' })) : []),
    ]);
    const tallest = new Map(
      layers.map(({ layer }) => [
        layer,
        greatest(counted.filter((bin) => bin.layer === layer).map(({ share }) => share)),
      ]),
    );
    const shares = counted.map((bin) => ({ ...bin, share: bin.share / tallest.get(bin.layer)! }));
    const names = layers.map(({ layer }) => layer);
    const hasBefore = layers.some(({ before }) => before !== null);
    const key = legend([
      { label: 'after training', colour: colours.train },
      ...(hasBefore ? [{ label: 'before', colour: colours.quiet, shape: 'line' as const }] : []),
    ]);
    const marginLeft = 20 + widest(names);
    const picture = drawPlot('The weights of each layer', {
      width: chartWidth,
      height: key.height + 60 + 62 * names.length,
      marginTop: key.height + 10,
      marginLeft,
      x: { label: 'weight', domain: [low - width, low + (bins + 1) * width], grid: true },
      y: { axis: null, domain: [0, 1.05] },
      fy: { label: null, domain: names, axis: 'left', padding: 0.15 },
      marks: [
        ...key.marks,
        Plot.ruleY([0], { stroke: colours.line }),
        Plot.rectY(
          shares.filter(({ time }) => time === 'after'),
          {
            fy: 'layer',
            x1: 'from',
            x2: 'to',
            y: 'share',
            fill: colours.train,
            fillOpacity: 0.75,
            inset: 0.3,
          },
        ),
        Plot.line(
          shares.filter(({ time }) => time === 'before'),
          {
            fy: 'layer',
            x: ({ from, to }) => (from + to) / 2,
            y: 'share',
            stroke: colours.quiet,
            curve: 'step',
            strokeWidth: 1.3,
          },
        ),
      ],
    });
    return {
      caption:
        'How many weights of a layer have which value; each layer is drawn to its own height.' +
        (hasBefore ? '' : ' The initial weights came from another file.'),
      pictures: [picture],
    };
  },
} satisfies Chart;

function histogram(values: Float64Array, low: number, width: number) {
  const counts = new Float64Array(bins);
  for (const value of values) counts[Math.min(bins - 1, Math.floor((value - low) / width))]++;
  return Array.from(counts, (count, i) => ({
    from: low + i * width,
    to: low + (i + 1) * width,
    share: count / values.length,
  }));
}
