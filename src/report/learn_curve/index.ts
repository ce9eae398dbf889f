import { rangeOf } from '../../range.js';
import { gainText } from '../../studies/learn_curve/answer.js';
import type { CurveFile, CurvePoint, Spread } from '../../studies/learn_curve/curve_file.js';
import type { Drawing } from '../charts/chart.js';
import { legend } from '../draw/legend.js';
import { logAxis, logScale, spansDecades } from '../draw/log_scale.js';
import { chartWidth, drawPlot, Plot } from '../draw/plot.js';
import { short } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import { tableOf } from '../page/table.js';
import { studyDocument } from '../study/document.js';

/** Draws a learning curve as one HTML page. The same curve gives the same bytes. */
export function drawLearnCurve(curve: CurveFile): string {
  const { name, metric, measured, points } = curve;
  const cells = (spread: Spread | null) =>
    spread === null
      ? ['', '']
      : [short(spread.mean), spread.standard_deviation === null ? '' : short(spread.standard_deviation)];
  return studyDocument({
    ...{ name, command: 'learn-curve', heading: `${name}: learning curve` },
    summary: gainText(curve),
    table: tableOf(
      ['training rows', 'epochs', `${measured.part} ${metric}`, '± sd', `training ${metric}`, '± sd'],
      points.map(({ rows, epochs, score, training }) => [
        short(rows),
        short(epochs),
        ...cells(score),
        ...cells(training),
      ]),
    ),
    sections: [{ name: 'curve', title: 'Learning curve', ...picture(curve) }],
  });
}

interface Dot {
  readonly rows: number;
  readonly value: number;
}

const [plotHeight, marginLeft, marginRight] = [230, 64, 20];

function picture({ points, results, metric, measured, repeats, how }: CurveFile): Drawing {
  const label = `${measured.part} ${metric}`;
  const series = [
    { key: 'score', label, colour: colours.validation },
    { key: 'training', label: `training ${metric}`, colour: colours.train },
  ] as const;
  const known = series.map(({ key }) =>
    results.flatMap(({ rows, [key]: value }): Dot[] => (value === null ? [] : [{ rows, value }])),
  );
  const values = known.flat().map(({ value }) => value);
  const [low, high] = rangeOf(values);
  const [fewest, most] = rangeOf(results.map(({ rows }) => rows));
  const x = logScale(fewest, most, {
    along: 'x',
    length: chartWidth - marginLeft - marginRight,
  });
  const y = spansDecades(low, high) ? logScale(low, high, { along: 'y', length: plotHeight }) : null;
  const legends = legend(series.map((each) => ({ label: each.label, colour: each.colour, shape: 'line' })));
  const marginTop = legends.height + 24; // the label of the axis is above the legend
  const drawn = drawPlot(`${metric} against the number of training rows`, {
    width: chartWidth,
    height: marginTop + plotHeight + 46,
    ...{ marginTop, marginLeft, marginRight },
    x: { ...x, label: 'training rows (log scale)' },
    y: { label: metric, grid: true, ...(y ?? { nice: true }) },
    marks: [
      ...legends.marks,
      logAxis('x', x, 'training rows (log scale)'),
      ...(y ? [logAxis('y', y, `${metric} (log scale)`)] : []),
      ...series.flatMap(({ key, colour }, i) => [
        Plot.dot(known[i], { x: 'rows', y: 'value', fill: colour, r: 2, fillOpacity: 0.5 }),
        Plot.line(meansOf(points, key), { x: 'rows', y: 'value', stroke: colour, strokeWidth: 2 }),
      ]),
    ],
  });
  const dots = repeats > 1 ? 'Dots are single trainings, lines their means' : 'Each size was trained once';
  return { caption: `${dots}; subsets are nested, ${how}.`, pictures: [drawn] };
}

const meansOf = (points: readonly CurvePoint[], key: 'score' | 'training'): Dot[] =>
  points.flatMap(({ rows, [key]: spread }) => (spread === null ? [] : [{ rows, value: spread.mean }]));
