/** A tensor in row-major order; as many elements as the product of the shape, so one for the shape []. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Product of the sizes; NaN where one is not a size, or the product cannot be counted exactly. */
export function elementCount(shape: readonly number[]): number {
  let count = 1;
  for (const size of shape) {
    count *= size;
    if (!Number.isSafeInteger(count) || !Number.isInteger(size) || size < 0) return Number.NaN;
  }
  return count;
}

/**
 * Whether a tensor may have this name. Names that every JavaScript object has are refused, lest some program takes one
 * for a tensor.
 */
export function isTensorName(name: string): boolean {
  return name !== '__metadata__' && name !== 'prototype' && !(name in Object.prototype);
}

/** Text `holds NaN at [3, 0]` on the first element that is not a finite number; undefined where there is none. */
export function findNotFinite(data: Float64Array, shape: readonly number[]): string | undefined {
  let at = data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return undefined;
  const value = data[at];
  const index = shape.toReversed().map((size) => {
    const i = at % size;
    at = (at - i) / size;
    return i;
  });
  return `holds ${value} at [${index.reverse().join(', ')}]`;
}
