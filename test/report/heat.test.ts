import { DOMParser } from 'linkedom';
import { expect, test } from 'vitest';
import { bands, regions } from '../../src/report/draw/heat.js';
import { drawPlot, type Mark } from '../../src/report/draw/plot.js';

const resolution = 16;
const limits = [
  [0, 16],
  [0, 16],
] as const;

/** Values at the middles of the cells of the plane, row by row from below. */
const sheet = (f: (x: number, y: number) => number) => ({
  values: Float64Array.from({ length: resolution * resolution }, (_, i) =>
    f((i % resolution) + 0.5, Math.floor(i / resolution) + 0.5),
  ),
  resolution,
  limits,
});

/** Extent of a path in a picture of 16 · 16 pixels, y downwards. */
function extent(marks: Mark[], fill: string): { x: [number, number]; y: [number, number] } {
  const { svg } = drawPlot('test', {
    width: 16,
    height: 16,
    margin: 0,
    axis: null,
    x: { domain: [0, 16] },
    y: { domain: [0, 16] },
    marks,
  });
  const path = new DOMParser().parseFromString(svg, 'image/svg+xml').querySelector(`[fill=${fill}] path`)!;
  const points = [...path.getAttribute('d')!.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)];
  const range = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)];
  return { x: range(points.map(([, x]) => Number(x))), y: range(points.map(([, , y]) => Number(y))) };
}

test('what is more lies where it is more: to the right in x, above in y', () => {
  // blue from 8 on: the right half, and with its margin of a cell over the edge
  const right = extent(
    bands(
      sheet((x) => x),
      [0, 16],
      ['red', 'blue'],
    ),
    'blue',
  );
  expect(right.x[0]).toBeCloseTo(8, 0);
  expect(right.x[1]).toBeGreaterThanOrEqual(16);
  expect(right.y[0]).toBeLessThanOrEqual(0);
  expect(right.y[1]).toBeGreaterThanOrEqual(16);

  const upper = extent(
    bands(
      sheet((_, y) => y),
      [0, 16],
      ['red', 'blue'],
    ),
    'blue',
  );
  expect(upper.y[0]).toBeLessThanOrEqual(0);
  expect(upper.y[1]).toBeCloseTo(8, 0);

  const corner = extent(
    regions(
      sheet((x, y) => Math.min(x - 12, 4 - y)),
      'green',
      [0],
    ),
    'green',
  );
  expect(corner.x[0]).toBeCloseTo(12, 0);
  expect(corner.y[0]).toBeCloseTo(12, 0);
});
