import type { Drawing } from '../charts/chart.js';
import { chartWidth, drawPlot, Plot } from '../draw/plot.js';
import { shorten } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import type { StudyPage } from './study_page.js';

/** Part of the variance of the trials' ranks that each parameter explains by itself. */
export function importance({ importances, metric }: StudyPage): Drawing {
  const rows = importances.map(({ name, share }) => ({ name: shorten(name, 26), share }));
  const picture = drawPlot(`importance of each parameter for ${metric}`, {
    width: chartWidth,
    height: 70 + 26 * rows.length,
    marginTop: 12,
    marginLeft: 190,
    marginRight: 56,
    x: { label: 'part of the variance', domain: [0, 1], ticks: 3, grid: true },
    y: { label: null, type: 'band', domain: rows.map(({ name }) => name), padding: 0.3 },
    marks: [
      Plot.barX(rows, { x: 'share', y: 'name', fill: colours.train }),
      Plot.text(rows, {
        x: 'share',
        y: 'name',
        dx: 6,
        textAnchor: 'start',
        text: ({ share }: { share: number }) => share.toFixed(2),
        fill: 'currentColor',
      }),
    ],
  });
  return {
    caption:
      'Part of the variance of the ranks of the trials that the groups of one parameter explain by themselves: its ' +
      'choices, or quarters of the trials in the order of its values (the correlation ratio ε², 0 on average without ' +
      'influence). What parameters do only together is not in it, and a search that soon stays where it is good ' +
      'shows less of what it avoids.',
    pictures: [picture],
  };
}
