import { counted } from '../../format_count.js';
import { rangeOf } from '../../range.js';
import type { Drawing } from '../charts/chart.js';
import { legend } from '../draw/legend.js';
import { logAxis, logScale, spansDecades } from '../draw/log_scale.js';
import { chartWidth, drawPlot, Plot } from '../draw/plot.js';
import { colours } from '../draw/theme.js';
import type { StudyPage } from './study_page.js';

/** Height of the frame, in pixels. */
const plotHeight = 210;

/** Values of trials in their order, and the best until each. */
export function history({ score: label, direction, trials, epochs }: StudyPage): Drawing {
  const better = (a: number, b: number) => (direction === 'lower' ? Math.min(a, b) : Math.max(a, b));
  const ordered = [...trials].sort((a, b) => a.trial - b.trial);
  const points: { trial: number; value: number; best: number }[] = [];
  for (const { trial, value } of ordered) {
    const before = points.at(-1)?.best ?? value;
    points.push({ trial, value, best: better(before, value) });
  }
  const key = legend([
    { label: 'trial', colour: colours.train },
    { label: 'best so far', colour: colours.validation, shape: 'line' },
  ]);
  const marginTop = key.height + 24; // the label of the axis is above the legend
  const [low, high] = rangeOf(points.map(({ value }) => value));
  const scale = spansDecades(low, high) ? logScale(low, high, { along: 'y', length: plotHeight }) : null;
  const picture = drawPlot(`${label} of each trial`, {
    width: chartWidth,
    height: marginTop + plotHeight + 46,
    marginTop,
    marginLeft: 64,
    x: { label: 'trial', nice: true },
    y: { label, grid: true, ...(scale ?? { nice: true }) },
    marks: [
      ...key.marks,
      ...(scale ? [logAxis('y', scale, `${label} (log scale)`)] : []),
      Plot.dot(points, { x: 'trial', y: 'value', fill: colours.train, r: 3 }),
      Plot.line(points, {
        x: 'trial',
        y: 'best',
        stroke: colours.validation,
        strokeWidth: 2,
        curve: 'step-after',
      }),
    ],
  });
  const each = epochs === undefined ? '' : `, each after its last epoch (up to ${epochs})`;
  return {
    caption:
      `${counted(points.length, 'trial')}${each}: ` +
      `the ${direction === 'lower' ? 'lower' : 'higher'}, the better. The best of many is partly luck.`,
    pictures: [picture],
  };
}
