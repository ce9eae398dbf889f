import { rangeOf } from '../../range.js';
import { legend } from '../draw/legend.js';
import { logAxis, logScale, spansDecades } from '../draw/log_scale.js';
import { chartWidth, drawPlot, Plot } from '../draw/plot.js';
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
    const [marginLeft, marginRight] = [90, 80];
    const length = chartWidth - marginLeft - marginRight;
    const scale = spansDecades(low, high) ? logScale(low, high, { along: 'x', length }) : null;
    const key = legend([
      { label: 'kept', colour: colours.validation },
      { label: 'others', colour: colours.train },
    ]);
    const ends = ({ value, stop_reason }: (typeof rows)[number]) =>
      value === null ? `no finite value (${stop_reason})` : short(value);
    const picture = drawPlot(`${label} of each restart`, {
      width: chartWidth,
      height: key.height + 64 + 24 * rows.length,
      marginTop: key.height + 8,
      marginLeft,
      marginRight,
      x: { label, grid: true, ...(scale ?? { nice: true, ticks: 4 }) },
      y: { label: 'restart', domain: rows.map(({ label }) => label), type: 'band' },
      color: { type: 'identity' },
      marks: [
        ...key.marks,
        ...(scale ? [logAxis('x', scale, `${label} (log scale)`)] : []),
        Plot.ruleY(rows, { y: 'label', stroke: colours.line }),
        Plot.dot(found, { x: 'value', y: 'label', fill: 'colour', r: 6 }),
        // beside the frame, where no line goes
        Plot.text(found, {
          y: 'label',
          frameAnchor: 'right',
          dx: marginRight - 8,
          textAnchor: 'end',
          text: ends,
          fill: 'currentColor',
        }),
        Plot.text(none, {
          y: 'label',
          frameAnchor: 'left',
          dx: 8,
          textAnchor: 'start',
          text: ends,
          stroke: colours.page,
          fill: colours.quiet,
        }),
      ],
    });
    return {
      caption:
        `The same network from ${rows.length} initialisations: each went down to a minimum of its own. What ` +
        `counted was ${metric} on the ${split} split; restart ${kept} was kept.`,
      pictures: [picture],
      table: {
        header: ['restart', label, 'epoch', 'stopped by'],
        rows: rows.map(({ label, value, best_epoch, stop_reason }) => [
          label,
          value === null ? '' : short(value),
          best_epoch,
          stop_reason.replaceAll('_', ' '),
        ]),
      },
    };
  },
} satisfies Chart;
