import { decimal } from './decimal.js';

/** True where every text is a finite decimal number. */
const allDecimal = (texts: readonly string[]): boolean =>
  texts.every((text) => Number.isFinite(decimal(text)));

/** Sorts labels: by value where all are numbers (2 before 10), else by code unit, the same in every locale. */
export function sortLabels(labels: Iterable<string>): string[] {
  const sorted = [...labels].sort();
  return allDecimal(sorted) ? sorted.sort((a, b) => decimal(a) - decimal(b)) : sorted;
}

/** Finds the index of each of a column's texts among `labels`, −1 where it is none of them; "1.0" is found as 1. */
export function indexTexts(texts: readonly string[], labels: readonly string[]): Int32Array {
  const indices = new Map(labels.map((label, i) => [label, i]));
  return Int32Array.from(texts, (text) => indices.get(text) ?? indices.get(String(decimal(text))) ?? -1);
}
