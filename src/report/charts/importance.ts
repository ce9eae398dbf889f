import { metricDirection } from '../../metrics/index.js';
import { chartWidth, drawPlot, Plot } from '../draw/plot.js';
import { short, shorten, widest } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import { hasImportances, importancesOf } from '../evidence/importances.js';
import type { Chart } from './chart.js';

/** Most columns that are drawn. */
const most = 20;

/** Bars of what the metric loses when the values of a column are dealt to other rows. */
export const importance = {
  title: 'What the network goes by',
  applies: hasImportances,
  draw(evidence) {
    const { columns, metric, baseline, data, repeats, correlated } = importancesOf(evidence);
    const words = metric.replaceAll('_', ' ');
    const measured = columns.filter((column) => column.importance !== undefined).slice(0, most);
    const rows = measured.map(({ column, importance = 0, standard_error: error = 0 }) => ({
      label: shorten(column, 20),
      importance,
      from: importance - error,
      to: importance + error,
    }));
    const title = metricDirection(metric) === 'higher' ? `${words} lost` : `${words} added`;
    const labels = rows.map(({ label }) => label);
    const picture = drawPlot(`${title} without each column`, {
      width: chartWidth,
      height: 64 + 22 * rows.length,
      marginTop: 8,
      marginLeft: Math.ceil(widest(labels)) + 14,
      x: { label: title, grid: true, nice: true, ticks: 4 },
      // two names may be cut to the same text
      y: { label: null, domain: [...rows.keys()], type: 'band', tickFormat: (i: number) => labels[i] },
      marks: [
        Plot.barX(rows, { x: 'importance', y: (_, i) => i, fill: colours.test }),
        Plot.link(rows, { x1: 'from', x2: 'to', y: (_, i) => i, stroke: colours.ink }),
        Plot.ruleX([0], { stroke: colours.quiet }),
      ],
    });
    const left = columns.length - rows.length;
    const pairs = correlated.length === 1 ? 'pair of columns is' : 'pairs of columns are';
    return {
      caption:
        `The ${words} of ${data} is ${short(baseline)}; the bars say by how much it gets worse when the values of a ` +
        `column are dealt to other rows, on average of ${repeats} times, with a standard error on both sides.` +
        (left > 0 ? ` ${left} more columns are left out.` : '') +
        (correlated.length > 0
          ? ` ${correlated.length} ${pairs} correlated, and what both know shows in neither alone.`
          : ''),
      pictures: rows.length > 0 ? [picture] : [],
      ...(rows.length === 0 && {
        table: {
          header: ['column', 'reason'],
          rows: columns.map(({ column, reason = '' }) => [column, reason]),
        },
      }),
    };
  },
} satisfies Chart;
