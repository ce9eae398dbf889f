/** Indices of rows to draw, evenly from first to last: at most `count` of them. */
export function thinned(rows: number, count: number): number[] {
  const step = Math.ceil(rows / count);
  return Array.from({ length: Math.ceil(rows / step) }, (_, k) => k * step);
}
