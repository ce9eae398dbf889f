import { featureNames, type Preprocessing } from '../../../data/preprocessing/index.js';
import { legend } from '../../draw/legend.js';
import { chartWidth, drawPlot, type Picture, Plot } from '../../draw/plot.js';
import { shorten, widest } from '../../draw/text.js';
import { colours } from '../../draw/theme.js';
import type { Example } from './example.js';

/** Draws rows and their reconstructions column by column. */
export function drawProfiles(shown: readonly Example[], preprocessing: Preprocessing): Picture {
  const names = featureNames(preprocessing);
  const points = shown.flatMap(({ row, error, original, reconstruction }) =>
    names.map((_, j) => ({
      fy: `row ${row}`,
      error,
      x: j,
      original: original[j],
      reconstruction: reconstruction[j],
    })),
  );
  const key = legend([
    { label: 'in', colour: colours.train },
    { label: 'out', colour: colours.validation, shape: 'ring' },
  ]);
  const labels = names.map((name) => shorten(name, 20));
  const bottom = 24 + 0.75 * widest(labels);
  return drawPlot('Rows and their reconstructions', {
    width: Math.min(1100, Math.max(chartWidth, 90 + 30 * names.length)),
    height: key.height + 16 + 125 * shown.length + bottom,
    marginTop: key.height + 26,
    marginBottom: bottom,
    marginLeft: 52,
    marginRight: 100,
    x: {
      type: 'point',
      domain: [...names.keys()],
      tickFormat: (j: number) => labels[j],
      tickRotate: -45,
      label: null,
    },
    y: { label: 'scaled value', grid: true, ticks: 4, nice: true, labelAnchor: 'top' },
    fy: { label: null, domain: shown.map(({ row }) => `row ${row}`), padding: 0.24 },
    marks: [
      ...key.marks,
      Plot.frame({ stroke: colours.line }),
      Plot.link(points, {
        fy: 'fy',
        x1: 'x',
        x2: 'x',
        y1: 'original',
        y2: 'reconstruction',
        stroke: colours.quiet,
      }),
      Plot.dot(points, { fy: 'fy', x: 'x', y: 'original', fill: colours.train, r: 3.5 }),
      Plot.dot(points, {
        fy: 'fy',
        x: 'x',
        y: 'reconstruction',
        stroke: colours.validation,
        r: 3.5,
        strokeWidth: 1.6,
      }),
    ],
  });
}
