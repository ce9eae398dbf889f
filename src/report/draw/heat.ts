import { type Mark, Plot } from './plot.js';
import { colours } from './theme.js';

type Limits = readonly (readonly [number, number])[];

/** Values on a plane, [resolution · resolution], row by row from below. */
export interface Sheet {
  readonly values: Float64Array;
  readonly resolution: number;
  readonly limits: Limits;
}

/**
 * Adds a margin of one cell to a sheet, which repeats its edge: contours cut corners, and there they may. The picture
 * has to cut the margin off, by `clip: 'frame'` or by ending there.
 */
function padded({ values, resolution, limits: [x, y] }: Sheet) {
  const size = resolution + 2;
  const inside = (i: number) => Math.min(resolution - 1, Math.max(0, i - 1));
  const sheet = Float64Array.from(
    { length: size * size },
    (_, i) => values[inside(Math.floor(i / size)) * resolution + inside(i % size)],
  );
  const cell = ([low, high]: readonly [number, number]) => (high - low) / resolution;
  const bounds = { x1: x[0] - cell(x), x2: x[1] + cell(x), y1: y[0] - cell(y), y2: y[1] + cell(y) };
  return { sheet, grid: { width: size, height: size, ...bounds, value: Plot.identity } };
}

/**
 * Bands of colour for a field on a plane, from `low` to `high`, one for each colour; where values are no numbers, the
 * first colour.
 */
export function bands(
  plane: Sheet,
  [low, high]: readonly [number, number],
  strip: readonly string[],
  options: { clip?: 'frame' } = {},
): Mark[] {
  const { sheet, grid } = padded(plane);
  const edges = strip.map((_, i) => low + (i / strip.length) * (high - low));
  return strip.map((fill, i) =>
    i === 0
      ? Plot.frame({ fill })
      : Plot.contour(sheet, { ...grid, ...options, fill, thresholds: [edges[i]] }),
  );
}

/** Every other colour of the strip, the middle one included: enough for a small picture. */
const coarse = colours.diverging.filter((_, i) => [0, 2, 4, 5, 6, 8, 10].includes(i));

/** Bands for values from −size to size: 0 is in the middle of the middle one. */
export function signedBands(plane: Sheet, size: number): Mark[] {
  return size > 0
    ? bands(plane, [-size, size], coarse)
    : bands(plane, [0, 0], [coarse[(coarse.length - 1) / 2]]);
}

/** Nested regions of one colour that gets stronger, where values are at or above each threshold. */
export function regions(plane: Sheet, fill: string, thresholds: readonly number[]): Mark[] {
  const { sheet, grid } = padded(plane);
  const shared = { ...grid, clip: 'frame' } as const;
  return [
    ...thresholds.map((threshold) =>
      Plot.contour(sheet, { ...shared, fill, fillOpacity: 0.15, thresholds: [threshold] }),
    ),
    Plot.contour(sheet, { ...shared, stroke: colours.ink, thresholds: [thresholds[0]] }),
  ];
}
