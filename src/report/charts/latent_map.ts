import { valueReader } from '../../data/targets/generation/index.js';
import { rangeOf } from '../../range.js';
import { legend } from '../draw/legend.js';
import { chartWidth, drawPlot, type Picture, Plot } from '../draw/plot.js';
import { short, shorten } from '../draw/text.js';
import { categoryColour, colours } from '../draw/theme.js';
import { codesOf } from '../evidence/codes.js';
import { type Evidence, heldOut } from '../evidence/evidence.js';
import { thinned } from '../evidence/thinned.js';
import type { Chart } from './chart.js';

const mostPoints = 600;
/** Most categories that colours tell apart. */
const mostCategories = 8;

/** Map of the codes that a variational autoencoder has for rows, by the two numbers that tell most of them. */
export const latentMap = {
  title: 'Codes',
  applies: ({ network, parts }) =>
    network.latent !== null && network.latent.operation.columns > 1 && parts.length > 0,
  draw(evidence) {
    const { name, split } = heldOut(evidence);
    const codes = codesOf(evidence.network, split);
    const [first, second] = codes.order;
    const used = codes.told.filter((told) => told > 0.01).length;
    const by = colouring(evidence, split.t, split.rows);
    return {
      caption:
        `Each row of the ${name} split at the mean of its code, by the two of ${codes.columns} numbers that tell ` +
        `most: h${first + 1} (${short(codes.told[first])} nats a row) and h${second + 1} ` +
        `(${short(codes.told[second])})${by ? `, coloured by ${by.column}` : ''}. ` +
        `Of all numbers ${used} tell anything; new rows are decoded from codes that are standard normal.`,
      pictures: [drawMap(codes.means, codes.columns, [first, second], split.rows, by)],
    };
  },
} satisfies Chart;

interface Colouring {
  readonly column: string;
  readonly names: readonly string[];
  /** Index of the name of each row; −1 where it is missing. */
  readonly of: readonly number[];
}

/** The first column of a few categories, and that of each row; null where there is none. */
function colouring({ model }: Evidence, t: Float64Array, rows: number): Colouring | null {
  const { target } = model.preprocessing;
  if (target.kind !== 'generation') return null;
  const { observed } = valueReader(target);
  const index = target.columns.findIndex(
    (column) =>
      column.kind === 'category' && column.values.length > 1 && column.values.length <= mostCategories,
  );
  const column = target.columns[index];
  if (column?.kind !== 'category') return null;
  const names = column.values.map(String);
  const width = t.length / rows;
  const of = Array.from({ length: rows }, (_, i) => names.indexOf(String(observed(t, i * width)[index])));
  return { column: column.name, names, of };
}

function drawMap(
  means: Float64Array,
  columns: number,
  [first, second]: readonly [number, number],
  rows: number,
  by: Colouring | null,
): Picture {
  const points = thinned(rows, mostPoints).map((i) => ({
    x: means[i * columns + first],
    y: means[i * columns + second],
    colour: by && by.of[i] >= 0 ? categoryColour(by.of[i]) : colours.train,
    title: `row ${i + 1}${by ? `: ${by.names[by.of[i]] ?? 'missing'}` : ''}`,
  }));
  const key = by
    ? legend(by.names.map((label, k) => ({ label: shorten(label, 20), colour: categoryColour(k) })))
    : { marks: [], height: 0 };
  const widened = (values: readonly number[]) => rangeOf([-2, 2, ...values]);
  return drawPlot('Codes of rows, by the two numbers that tell most', {
    width: chartWidth,
    height: 330 + key.height,
    marginTop: 26 + key.height,
    marginLeft: 46,
    x: { label: `h${first + 1}`, domain: widened(points.map(({ x }) => x)), ticks: 5 },
    y: { label: `h${second + 1}`, domain: widened(points.map(({ y }) => y)), ticks: 5 },
    marks: [
      ...key.marks,
      Plot.frame({ stroke: colours.line }),
      Plot.dot(points, { x: 'x', y: 'y', fill: 'colour', r: 3, title: 'title' }),
    ],
  });
}
