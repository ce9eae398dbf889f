import { rangeOf } from '../../range.js';
import { legend } from '../draw/legend.js';
import { logAxis, logScale, spansDecades } from '../draw/log_scale.js';
import { drawPlot, Plot } from '../draw/plot.js';
import { short } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import type { Chart } from './chart.js';

/** Values at which the restarts ended: the minima that training found. */
export const restarts = {
  title: 'Minima of the restarts',
  applies: ({ metrics }) => (metrics?.restarts.length ?? 0) > 1,
  draw({ metrics, restart: kept, model: { summary } }) {
    const { metric, split } = summary.monitor;
    const rows = metrics!.restarts.map((each) => ({
      ...each,
      label: each.restart === kept ? `${each.restart} (kept)` : String(each.restart),
      colour: each.restart === kept ? colours.validation : colours.train,
    }));
    const found = rows.filter((row): row is typeof row & { value: number } => row.value !== null);
    const none = rows.filter(({ value }) => value === null);
    const label = `${split} ${metric}`;
    const [low, high] = rangeOf(found.map(({ value }) => value));
    const scale = spansDecades(low, high) ? logScale(low, high) : null;
    const key = legend(
      [
        { label: 'kept', colour: colours.validation },
        { label: 'others', colour: colours.train },
      ],
      380,
    );
    const text = ({ value, best_epoch, stop_reason }: (typeof found)[number]) =>
      `${short(value)} in epoch ${best_epoch} (${stop_reason.replaceAll('_', ' ')})`;
    const picture = drawPlot(`${label} of each restart`, {
      width: 540,
      height: key.height + 60 + 24 * rows.length,
      marginTop: key.height + 8,
      marginLeft: 90,
      marginRight: 215,
      x: { label, grid: true, ...(scale ?? { nice: true, ticks: 5 }) },
      y: { label: 'restart', domain: rows.map(({ label }) => label), type: 'band' },
      color: { type: 'identity' },
      marks: [
        ...key.marks,
        ...(scale ? [logAxis('x', scale, `${label} (log scale)`)] : []),
        Plot.ruleY(rows, { y: 'label', stroke: colours.line }),
        Plot.dot(found, { x: 'value', y: 'label', fill: 'colour', r: 6 }),
        Plot.text(found, {
          x: 'value',
          y: 'label',
          text,
          dx: 12,
          textAnchor: 'start',
          stroke: colours.page,
          fill: 'currentColor',
        }),
        Plot.text(none, {
          y: 'label',
          frameAnchor: 'left',
          dx: 8,
          textAnchor: 'start',
          text: ({ stop_reason }) => `no finite value (${stop_reason})`,
          fill: colours.quiet,
        }),
      ],
    });
    return {
      caption:
        `The same network from ${rows.length} initialisations: each went down to a minimum of its own. What ` +
        `counted was ${metric} on the ${split} split; restart ${kept} was kept.`,
      pictures: [picture],
    };
  },
} satisfies Chart;
