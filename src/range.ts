/** Least and greatest of the values, NaN left out; [∞, −∞] where there is none. */
export function rangeOf(values: Iterable<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Least of the values, NaN left out; ∞ where there is none. */
export const least = (values: Iterable<number>): number => rangeOf(values)[0];

/** Greatest of the values, NaN left out; −∞ where there is none. */
export const greatest = (values: Iterable<number>): number => rangeOf(values)[1];
