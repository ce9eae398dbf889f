import { excerpt, printable } from '../../files/excerpt.js';
import { counted } from '../../format_count.js';
import { shortList } from '../../short_list.js';

/** Texts that look the same and are different, with the number of cells of each. */
export type LookAlikes = readonly (readonly [text: string, cells: number])[];

/** Characters that take no room: zero-width blanks and joiners, soft hyphens, marks of direction. */
const unseen = /\p{Cf}/gu;

/** A text as it is seen: accents as one character with their letter, nothing that takes no room, blanks all alike. */
const seen = (text: string): string => text.normalize('NFC').replace(unseen, '').replace(/\s+/gu, ' ');

/** Printable characters of ASCII with single blanks between them: all that is in such a text is seen. */
const isPlain = (text: string): boolean => /^(?:[!-~]| (?! ))*$/.test(text);

/** Groups the texts that look the same, the first of each group first; empty where all look different. */
export function lookAlikes(texts: readonly string[]): readonly (readonly string[])[] {
  if (texts.every(isPlain)) return [];
  const groups = new Map<string, string[]>();
  for (const text of texts) groups.set(seen(text), [...(groups.get(seen(text)) ?? []), text]);
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** The difference between two texts that look the same. */
function difference(a: string, b: string): string {
  if (a.normalize('NFC') === b.normalize('NFC'))
    return 'in Unicode form only: composed and decomposed accents';
  return a.replace(unseen, '') === b.replace(unseen, '')
    ? 'in characters only that take no room'
    : 'in kinds of blanks only';
}

/** A note on each column with such texts. */
export function lookAlikeNotes(
  columns: readonly {
    readonly name: string;
    readonly facts: { readonly lookAlikes?: readonly LookAlikes[] };
  }[],
): string[] {
  return columns.flatMap(({ name, facts: { lookAlikes: groups = [] } }) => {
    if (groups.length === 0) return [];
    const listed = groups.map((group) => {
      const [[first], [second]] = group;
      const texts = group.map(([text, cells]) => `${shown(text)} (${counted(cells, 'cell')})`);
      return `${texts.join(', ')}, which differ ${difference(first, second)}`;
    });
    return [
      `column ${printable(name)}: texts that look the same are different ones: ` +
        `${shortList(listed, mostGroups, '; ')}; write them alike in the file to make them one`,
    ];
  });
}

const mostGroups = 3;

/** A text with escapes for what takes no room, and for blanks but the usual one. */
const shown = (text: string): string =>
  excerpt(text).replace(/\p{Cf}|(?! )\s/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
