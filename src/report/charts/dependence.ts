import { explainColumn } from '../../explain/index.js';
import { legend } from '../draw/legend.js';
import { chartWidth, drawPlot, type Picture, Plot } from '../draw/plot.js';
import { short, shorten, widest } from '../draw/text.js';
import { categoryColour } from '../draw/theme.js';
import type { Evidence } from '../evidence/evidence.js';
import { hasImportances, importancesOf, subjectOf } from '../evidence/importances.js';
import type { Chart } from './chart.js';

/** Most columns and outputs that are drawn. */
const mostColumns = 4;
const mostOutputs = 10;

interface Point {
  readonly output: string;
  readonly colour: string;
  readonly value: number | string;
  readonly place: number;
  readonly mean: number;
}

/** Curves of the columns that matter most: the mean prediction when a column has one value in all rows. */
export const dependence = {
  title: 'How predictions hang on a column',
  applies: hasImportances,
  draw(evidence) {
    const { target } = evidence.model.preprocessing;
    const top = importancesOf(evidence)
      .columns.slice(0, mostColumns)
      .map(({ column }) => column);
    const { data } = importancesOf(evidence);
    return {
      caption:
        `Mean ${target.kind === 'numbers' ? 'prediction' : 'probability'} for ${data} when a column has the same ` +
        'value in all of them, and all else is as it is: the columns that matter most. Values that go with no ' +
        'others make rows that do not exist.',
      pictures: top.flatMap((column, i) => curvesOf(evidence, column, `${i + 1}`)),
    };
  },
} satisfies Chart;

/** Pictures of a column: all classes or labels in one, a number in each. */
function curvesOf(evidence: Evidence, column: string, name: string): Picture[] {
  const { outputs, points } = explainColumn(subjectOf(evidence), { column, points: 20, individual: 0 });
  const { target } = evidence.model.preprocessing;
  const drawn = outputs.slice(0, mostOutputs);
  const rows = drawn.map((output, k) =>
    points.flatMap(({ value, average }, place): Point[] => {
      const mean = average[k];
      return mean === null
        ? []
        : [{ output, colour: categoryColour(k), value: value ?? '(missing)', place, mean }];
    }),
  );
  if (target.kind !== 'numbers') return [picture(column, 'probability', rows.flat(), drawn, name)];
  return drawn.map((output, k) =>
    picture(column, output, rows[k], [], drawn.length > 1 ? `${name}-${k + 1}` : name),
  );
}

function picture(
  column: string,
  label: string,
  rows: readonly Point[],
  outputs: readonly string[],
  name: string,
): Picture {
  const isNumeric = rows.every(({ value }) => typeof value === 'number');
  const key = legend(outputs.map((output, k) => ({ label: output, colour: categoryColour(k) })));
  const above = outputs.length > 0 ? key.height : 0;
  const description = `${label} by ${column}`;
  if (isNumeric)
    return drawPlot(
      description,
      {
        width: chartWidth,
        height: 240 + above,
        marginTop: above + 22,
        marginLeft: 58,
        x: { label: shorten(column, 40), grid: true, ticks: 6 },
        y: { label: `mean ${shorten(label)}`, grid: true, ticks: 5, nice: true },
        color: { type: 'identity' },
        marks: [
          ...(outputs.length > 0 ? key.marks : []),
          Plot.line(rows, { x: 'value', y: 'mean', z: 'output', stroke: 'colour', strokeWidth: 1.5 }),
          Plot.dot(rows, { x: 'value', y: 'mean', fill: 'colour', r: 3 }),
        ],
      },
      name,
    );
  const texts = [...new Map(rows.map(({ place, value }) => [place, shorten(String(value), 20)])).entries()];
  const labels = new Map(texts);
  return drawPlot(
    description,
    {
      width: chartWidth,
      height: 64 + above + 22 * texts.length,
      marginTop: above + 8,
      marginLeft: Math.ceil(widest([...labels.values()])) + 14,
      x: { label: `mean ${shorten(label)}`, grid: true, nice: true, ticks: 4 },
      y: {
        label: null,
        domain: [...labels.keys()],
        type: 'band',
        tickFormat: (i: number) => labels.get(i) ?? '',
      },
      color: { type: 'identity' },
      marks: [
        ...(outputs.length > 0 ? key.marks : []),
        Plot.dot(rows, {
          x: 'mean',
          y: 'place',
          fill: 'colour',
          r: 5,
          title: ({ output, mean }) => `${output}: ${short(mean)}`,
        }),
      ],
    },
    name,
  );
}
