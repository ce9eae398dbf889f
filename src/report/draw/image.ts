import { encodedColumns, featureNames, type Preprocessing } from '../../data/preprocessing/index.js';
import { child, drawElement, Plot } from './plot.js';
import { colours } from './theme.js';

/**
 * Side of the square image that the inputs are, or null: a square number of number columns, at least 5 · 5, whose names
 * differ in their digits alone (p00, p01 … or pixel1, pixel2 …).
 */
export function imageSide(preprocessing: Preprocessing): number | null {
  const { features } = preprocessing;
  const side = Math.sqrt(features.length);
  if (!Number.isInteger(side) || side < 5) return null;
  if (!features.every((feature) => feature.kind === 'number' && encodedColumns(feature) === 1)) return null;
  const stems = new Set(featureNames(preprocessing).map((name) => name.replace(/[\d_.,x-]+/g, '')));
  return stems.size === 1 ? side : null;
}

/** Draws the values of an image, row by row from the top, as squares in the colours of a strip from `low` to `high`. */
export function drawImage(
  values: ArrayLike<number>,
  side: number,
  [low, high]: readonly [number, number],
  strip: readonly string[],
  { x, y, size, title }: { x: number; y: number; size: number; title: string },
) {
  const element = drawElement({
    width: size,
    height: size,
    margin: 0,
    axis: null,
    x: { domain: [0, side] },
    y: { domain: [side, 0] },
    marks: [Plot.frame({ stroke: colours.line, fill: strip[0] })],
  });
  const unit = size / side;
  const edge = round(unit + 0.3); // squares overlap a little, so that no seam is seen
  const paths = strip.map(() => '');
  for (let i = 0; i < side * side; i++) {
    const step = Math.floor(((values[i] - low) / (high - low || 1)) * strip.length);
    // one path for all squares of a colour
    paths[Math.min(strip.length - 1, Math.max(0, step))] +=
      `M${round((i % side) * unit)},${round(Math.floor(i / side) * unit)}h${edge}v${edge}h${-edge}z`;
  }
  paths.forEach((d, i) => {
    if (d !== '') child(element, 'path', { d, fill: strip[i] });
  });
  child(element, 'title', {}, title);
  element.setAttribute('x', String(x));
  element.setAttribute('y', String(y));
  return element;
}

const round = (length: number): number => Math.round(100 * length) / 100;
