/** Centres of the clusters of the generator `ring`. */
const centres = Array.from({ length: 8 }, (_, k) => [
  2 * Math.cos((k * Math.PI) / 4),
  2 * Math.sin((k * Math.PI) / 4),
]);

/** Share of points within three standard deviations of a centre, and the least share of one centre. */
export function onRing(
  points: readonly (readonly number[])[],
  deviation: number,
): { readonly share: number; readonly least: number } {
  const counts = centres.map(
    ([u, v]) => points.filter(([x, y]) => Math.hypot(x - u, y - v) <= 3 * deviation).length,
  );
  return {
    share: counts.reduce((sum, count) => sum + count, 0) / points.length,
    least: Math.min(...counts) / points.length,
  };
}
