import { greatest } from '../../range.js';

/**
 * Coordinates of vectors on the two axes along which they differ most, by power iteration on their covariance; the
 * second is 0 for vectors of one number. Signs are such that the largest coordinate of each axis is above 0.
 */
export function onPrincipalAxes(vectors: readonly Float64Array[]): [number, number][] {
  const width = vectors[0].length;
  const mean = Float64Array.from({ length: width }, (_, j) =>
    vectors.reduce((sum, vector) => sum + vector[j] / vectors.length, 0),
  );
  const rest = vectors.map((vector) => vector.map((value, j) => value - mean[j]));
  let most = 0;
  const axes = [0, 1].map(() => {
    const axis = principal(rest, width);
    const found = rest.map((vector) => dot(vector, axis));
    most = Math.max(most, greatest(found.map(Math.abs)));
    // what is left of rounding is no axis
    const along = found.map((value) => (Math.abs(value) > 1e-9 * most ? value : 0));
    rest.forEach((vector, i) => {
      for (let j = 0; j < width; j++) vector[j] -= along[i] * axis[j];
    });
    const largest = along.reduce((one, value) => (Math.abs(value) > Math.abs(one) ? value : one), 0);
    return largest < 0 ? along.map((value) => -value) : along;
  });
  return vectors.map((_, i) => [axes[0][i], axes[1][i]]);
}

const iterations = 200;

/** The direction, of length 1, in which vectors around 0 are longest. */
function principal(vectors: readonly Float64Array[], width: number): Float64Array {
  let axis = Float64Array.from({ length: width }, (_, j) => 1 / (j + 1));
  for (let k = 0; k < iterations; k++) {
    const next = new Float64Array(width);
    for (const vector of vectors) {
      const along = dot(vector, axis);
      for (let j = 0; j < width; j++) next[j] += along * vector[j];
    }
    const length = Math.sqrt(dot(next, next));
    if (!(length > 0)) return new Float64Array(width);
    axis = next.map((value) => value / length);
  }
  return axis;
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, j) => sum + value * b[j], 0);
