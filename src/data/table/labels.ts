import { decimal, isCanonical, isWhole } from '../numbers/decimal.js';
import { booleanWords } from './booleans.js';

/** True where every text is a finite decimal number. */
const allDecimal = (texts: readonly string[]): boolean =>
  texts.every((text) => Number.isFinite(decimal(text)));

/** Sorts labels: by value where all are numbers (2 before 10), else by code unit, the same in every locale. */
export function sortLabels(labels: Iterable<string>): string[] {
  const sorted = [...labels].sort();
  return allDecimal(sorted) ? sorted.sort((a, b) => decimal(a) - decimal(b)) : sorted;
}

/**
 * Use of texts: categories, of which only booleans are the same in any case; or labels to predict, in which a word is
 * the same in any case. A single letter is not: `a` and `A` are two.
 */
export type TextKind = 'categories' | 'labels';

/** Makes what gives texts a key that is the same for those that are one; undefined where its case matters. */
function caseless(texts: Iterable<string>, kind: TextKind): (text: string) => string | undefined {
  const words = booleanWords(texts);
  return (text) => {
    const lower = text.toLowerCase();
    return words.includes(lower) || (kind === 'labels' && text.length > 1) ? lower : undefined;
  };
}

/** Spellings that are one, the first of which stands for all, with the number of cells of each. */
export type Merged = readonly (readonly [text: string, count: number])[];

/** Joins texts that differ in case alone where that is no difference: to the commonest of them, with all their cells. */
export function joinCases(
  counts: ReadonlyMap<string, number>,
  kind: TextKind,
): { readonly counts: Map<string, number>; readonly merged: readonly Merged[] } {
  const keyOf = caseless(counts.keys(), kind);
  const groups = new Map<string, [string, number][]>();
  for (const [text, count] of counts) {
    const key = keyOf(text);
    const name = key === undefined ? `=${text}` : `~${key}`;
    groups.set(name, [...(groups.get(name) ?? []), [text, count]]);
  }
  const sorted = [...groups.values()].map((group) =>
    group.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1)),
  );
  return {
    counts: new Map(sorted.map((group) => [group[0][0], group.reduce((sum, [, count]) => sum + count, 0)])),
    merged: sorted.filter(({ length }) => length > 1),
  };
}

/**
 * Finds the index of each of a column's texts among `labels`, −1 where it is none of them: by its text; by its number
 * where all labels that are numbers are as JavaScript prints them (1.0 is found as 1, but not 07 as 7); and in another
 * case where that is no difference.
 */
export function indexTexts(texts: readonly string[], labels: readonly string[], kind: TextKind): Int32Array {
  const byText = new Map(labels.map((label, i) => [label, i]));
  const keyOf = caseless(labels, kind);
  const byKey = new Map<string, number>();
  labels.forEach((label, i) => {
    const key = keyOf(label);
    if (key !== undefined) byKey.set(key, byKey.has(key) ? -1 : i);
  });
  const areCanonical = labels.every(
    (label) => !Number.isFinite(decimal(label)) || isCanonical(label, decimal(label)),
  );
  return Int32Array.from(texts, (text) => {
    const byNumber = areCanonical && !isWhole(text) ? byText.get(String(decimal(text))) : undefined;
    return byText.get(text) ?? byNumber ?? byKey.get(keyOf(text) ?? '') ?? -1;
  });
}
