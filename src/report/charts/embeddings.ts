import { rangeOf } from '../../range.js';
import { chartWidth, drawPlot, type Picture, Plot } from '../draw/plot.js';
import { shorten, textWidth } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import {
  type EncodedCategory,
  type EncodedNumber,
  encodedCategories,
  encodedNumbers,
} from '../evidence/encodings.js';
import { onPrincipalAxes } from '../evidence/principal_axes.js';
import type { Chart } from './chart.js';

const mostNumbers = 6;
const mostCategories = 6;

/** Curves of the number columns that the network encodes, and maps of the vectors that it has for categories. */
export const embeddings = {
  title: 'Embeddings',
  applies: ({ network }) => network.inputSpec.encoded.length > 0,
  draw(evidence) {
    const numbers = encodedNumbers(evidence);
    const categories = encodedCategories(evidence);
    const shown = [numbers.slice(0, mostNumbers), categories.slice(0, mostCategories)] as const;
    const some = (all: number, few: number, which = '') =>
      all > few ? ` Drawn are ${few} of ${all}${which}.` : '';
    const ofNumbers =
      'A number becomes several: a curve for each, straight between two edges of bins (the ticks at the bottom), ' +
      `over the range of the training rows.${some(numbers.length, shown[0].length, ', which change most')}`;
    const ofCategories =
      'A category becomes a vector: those that lie near each other are much the same to the network. The axes are ' +
      `the two in which they differ most.${some(categories.length, shown[1].length)}`;
    return {
      caption: [
        ...(numbers.length > 0 ? [ofNumbers] : []),
        ...(categories.length > 0 ? [ofCategories] : []),
      ].join(' '),
      pictures: [...shown[0].map(drawNumber), ...shown[1].map(drawCategories)],
    };
  },
} satisfies Chart;

function drawNumber({ name, values, curves, edges }: EncodedNumber, i: number): Picture {
  const lines = curves.flatMap((curve, j) => Array.from(curve, (y, k) => ({ x: values[k], y, j })));
  return drawPlot(
    `What ${name} becomes, by its value`,
    {
      width: chartWidth,
      height: 190,
      marginTop: 22,
      marginLeft: 50,
      x: { label: shorten(name, 40), domain: rangeOf(values) },
      y: { label: null, ticks: 4, nice: true, grid: true },
      marks: [
        Plot.tickX(edges, { stroke: colours.quiet, strokeOpacity: 0.6, insetTop: 112 }),
        Plot.line(lines, {
          x: 'x',
          y: 'y',
          z: 'j',
          stroke: colours.train,
          strokeWidth: 1.5,
          strokeOpacity: 0.75,
        }),
      ],
    },
    `number-${i + 1}`,
  );
}

const [mapHeight, marginLeft, marginRight, marginTop, marginBottom] = [280, 46, 20, 22, 46];
const lineHeight = 15;
const labelGap = 6;

function drawCategories({ name, levels, vectors }: EncodedCategory, i: number): Picture {
  const points = onPrincipalAxes(vectors).map(([x, y], k) => ({ x, y, level: shorten(levels[k], 18) }));
  const domain = (axis: 'x' | 'y'): [number, number] => {
    const [low, high] = rangeOf(points.map((point) => point[axis]));
    const margin = 0.1 * (high - low) || 1;
    return [low - margin, high + margin];
  };
  const [x, y] = [domain('x'), domain('y')];
  const named = readable(points, x, y);
  return drawPlot(
    `Where the vectors of ${name} lie`,
    {
      width: chartWidth,
      height: mapHeight,
      ...{ marginLeft, marginRight, marginTop, marginBottom },
      x: { label: shorten(`${name}, first axis`, 40), domain: x, ticks: 4 },
      y: { label: 'second axis', domain: y, ticks: 4 },
      marks: [
        Plot.frame({ stroke: colours.line }),
        Plot.dot(points, { x: 'x', y: 'y', fill: colours.train, r: 3, title: 'level' }),
        ...(['start', 'end'] as const).map((textAnchor) =>
          Plot.text(
            named.filter((point) => point.textAnchor === textAnchor),
            {
              ...{ x: 'x', y: 'y', text: 'level', fill: colours.ink, stroke: colours.page, textAnchor },
              dx: textAnchor === 'start' ? labelGap : -labelGap,
            },
          ),
        ),
      ],
    },
    `category-${i + 1}`,
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly level: string;
}

/**
 * The points, in their order, whose names have room beside those before them; names of points in the right half stand
 * on the left of these.
 */
function readable(
  points: readonly Point[],
  [left, right]: readonly [number, number],
  [bottom, top]: readonly [number, number],
) {
  const taken: { readonly from: number; readonly to: number; readonly middle: number }[] = [];
  const [width, height] = [chartWidth - marginLeft - marginRight, mapHeight - marginTop - marginBottom];
  return points.flatMap((point) => {
    const { x, y, level } = point;
    const textAnchor = x > (left + right) / 2 ? ('end' as const) : ('start' as const);
    const at = ((x - left) / (right - left)) * width;
    const size = labelGap + textWidth(level);
    const [from, to] = textAnchor === 'end' ? [at - size, at] : [at, at + size];
    const middle = ((top - y) / (top - bottom)) * height;
    const isFree = taken.every(
      (other) => Math.abs(other.middle - middle) >= lineHeight || other.to < from || to < other.from,
    );
    if (!isFree) return [];
    taken.push({ from, to, middle });
    return [{ ...point, textAnchor }];
  });
}
