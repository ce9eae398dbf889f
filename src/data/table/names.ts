import { didYouMean } from '../../errors.js';
import { excerpt } from '../../files/excerpt.js';

/** The names of a header, without the empty one of an index. */
export const namedColumns = (header: readonly string[]): string[] => header.filter((name) => name !== '');

/** Names the difference between two names that look alike; undefined where they are different words. */
export function likeness(name: string, other: string): string | undefined {
  if (name.normalize('NFC') === other.normalize('NFC')) return 'Unicode form only';
  if (folded(name) === folded(other)) return 'case only';
  return undefined;
}

const folded = (name: string): string => name.normalize('NFC').toLowerCase();

/** The form of Unicode that a name is written in, for messages. */
const formOf = (name: string): string =>
  name === name.normalize('NFC')
    ? 'composed, NFC'
    : name === name.normalize('NFD')
      ? 'decomposed, NFD'
      : 'mixed';

/** Hint at a known name that is the same but for its Unicode form or case, or near enough; else empty. */
export function similarName(name: string, known: readonly string[]): string {
  for (const other of known) {
    const difference = likeness(name, other);
    if (difference === 'case only') return `; there is ${excerpt(other)}, which differs in case only`;
    if (difference !== undefined)
      return (
        `; there is ${excerpt(other)} in another Unicode form: it is ${formOf(other)}, and ` +
        `${formOf(name)} was expected; write both in one form`
      );
  }
  return didYouMean(name, known);
}

/** Notes pairs of names that look alike, as one line; empty where there are none. */
export function similarNames(header: readonly string[]): string[] {
  const byFold = new Map<string, string[]>();
  for (const name of header) byFold.set(folded(name), [...(byFold.get(folded(name)) ?? []), name]);
  const pairs = [...byFold.values()].filter((names) => names.length > 1);
  if (pairs.length === 0) return [];
  const [[first, second]] = pairs;
  const more = pairs.length > 1 ? `, and ${pairs.length - 1} more such` : '';
  return [
    `columns ${excerpt(first)} and ${excerpt(second)} differ in ${likeness(first, second)}${more}: ` +
      'they are different columns',
  ];
}
