import type { SampleColumn, SampleTable } from '../../../src/metrics/generation/index.js';
import { normal, type Random, uniform } from '../../../src/random.js';

/** A column of numbers, null where missing. */
export const numbers = (name: string, values: readonly (number | null)[]): SampleColumn => ({
  ...{ type: 'number', name },
  values: Float64Array.from(values, (value) => value ?? NaN),
});

/** A column of texts, null where missing; the categories come in order of appearance. */
export function texts(name: string, values: readonly (string | null)[]): SampleColumn {
  const categories = [...new Set(values)].filter((text): text is string => text !== null);
  const codes = Int32Array.from(values, (text) => (text === null ? -1 : categories.indexOf(text)));
  return { type: 'category', name, codes, categories };
}

export const table = (...columns: SampleColumn[]): SampleTable => ({
  rows: columns[0].type === 'number' ? columns[0].values.length : columns[0].codes.length,
  columns,
});

/** Rows in which `y` follows `x`, and `kind` says its sign. */
export function dependent(rows: number, rng: Random): SampleTable {
  const x = Array.from({ length: rows }, () => normal(rng));
  return table(
    numbers('x', x),
    numbers(
      'y',
      x.map((value) => (uniform(rng) < 0.1 ? null : value + 0.1 * normal(rng))),
    ),
    texts(
      'kind',
      x.map((value) => (value > 0 ? 'up' : 'down')),
    ),
  );
}
