import { counted } from '../../format_count.js';
import { rangeOf } from '../../range.js';
import { networkName } from '../../training/options.js';
import { legend } from '../draw/legend.js';
import { logAxis, logScale, spansDecades } from '../draw/log_scale.js';
import { chartWidth, drawPlot, Plot } from '../draw/plot.js';
import { short } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import type { Chart } from './chart.js';

/** Values at which the restarts ended: the minima that training found. */
export const restarts = {
  title: 'Where each network ended',
  applies: ({ outcomes }) => outcomes.length > 1,
  draw({ outcomes, restart: kept, model: { summary, config } }) {
    const { metric, split } = summary.monitor;
    const name = networkName(config);
    const isKept = (restart: number) => kept === null || restart === kept;
    const rows = outcomes.map((each) => ({
      ...each,
      label: each.restart === kept ? `${each.restart} (kept)` : String(each.restart),
      colour: isKept(each.restart) ? colours.validation : colours.train,
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
      ...(kept === null ? [] : [{ label: 'others', colour: colours.train }]),
    ]);
    const ends = ({ value, stop_reason }: (typeof rows)[number]) =>
      value === null ? `no finite value (${stop_reason})` : short(value);
    const picture = drawPlot(`${label} of each ${name}`, {
      width: chartWidth,
      height: key.height + 64 + 24 * rows.length,
      marginTop: key.height + 8,
      marginLeft,
      marginRight,
      x: { label, grid: true, ...(scale ?? { nice: true, ticks: 4 }) },
      y: { label: name, domain: rows.map(({ label }) => label), type: 'band' },
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
        name === 'fold'
          ? `A network for each of ${counted(config.ensemble!.members, 'fold')}, trained on the rows of the others: ` +
            `${metric} on the rows of its own. All are kept, and averaged.`
          : `The same network from ${rows.length} initialisations: each went down to a minimum of its own. What ` +
            `counted was ${metric} on the ${split} split; ` +
            (kept === null ? 'all are kept, and averaged.' : `restart ${kept} was kept.`),
      pictures: [picture],
      table: {
        header: [name, label, 'epoch', 'stopped by'],
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
