/**
 * Finds where to cut sorted values into parts with these fractions: part i is [cuts[i], cuts[i + 1]). Equal values stay
 * in one part: a cut is at the border of two values that is nearest to its share, of two as near the later one. A part
 * with a fraction is not empty if there are as many different values as such parts.
 */
export function cutsOf(sorted: Float64Array, fractions: readonly number[]): number[] {
  const n = sorted.length;
  const borders: number[] = [];
  for (let i = 1; i < n; i++) if (sorted[i] !== sorted[i - 1]) borders.push(i);
  const wanted = fractions.map((fraction) => fraction > 0);
  const cuts = [0];
  let share = 0;
  let next = 0; // index of the first border that is free
  for (let part = 0; part < fractions.length - 1; part++) {
    share += fractions[part] * n;
    // borders that parts behind this one need, one between any two
    const later = wanted.slice(part + 1).filter(Boolean).length;
    if (later === 0) cuts.push(n);
    else if (!wanted[part]) cuts.push(cuts[part]);
    else {
      const last = borders.length - later;
      let best = Math.min(next, last);
      for (let i = best + 1; i <= last; i++)
        if (Math.abs(borders[i] - share) <= Math.abs(borders[best] - share) + 1e-9) best = i;
      cuts.push(borders[best] ?? n);
      next = best + 1;
    }
  }
  return [...cuts, n];
}
