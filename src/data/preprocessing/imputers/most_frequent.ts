import type { Imputer } from './imputer.js';

/** The most frequent of the values present; the first of them in order where several are. scikit-learn's rule. */
export const mostFrequent = {
  number(values) {
    const sorted = values.slice().sort();
    let [value, most] = [sorted[0], 0];
    for (let start = 0, end = 0; start < sorted.length; start = end) {
      while (end < sorted.length && sorted[end] === sorted[start]) end++;
      if (end - start > most) [value, most] = [sorted[start], end - start];
    }
    return { action: 'fill', value };
  },
  category: (categories, counts) => ({
    action: 'fill',
    value: categories[counts.indexOf(counts.reduce((most, count) => Math.max(most, count)))],
  }),
} satisfies Imputer;
