/** The two words that a column of booleans holds, in lower case. */
const pairs = [
  ['true', 'false'],
  ['t', 'f'],
  ['yes', 'no'],
  ['y', 'n'],
  ['on', 'off'],
  ['ja', 'nein'],
  ['j', 'n'],
  ['oui', 'non'],
  ['o', 'n'],
  ['sí', 'no'],
  ['si', 'no'],
  ['sim', 'não'],
  ['s', 'n'],
  ['ja', 'nee'],
  ['ja', 'nej'],
  ['ja', 'nei'],
  ['tak', 'nie'],
  ['ano', 'ne'],
  ['evet', 'hayır'],
  ['да', 'нет'],
] as const;

/** Different words beside the two that a column of booleans may have: `unknown`. */
const mostOthers = 2;

/** The words of the pair that a column of booleans holds, in lower case; none where it holds no booleans. */
export function booleanWords(texts: Iterable<string>): readonly string[] {
  const words = new Set<string>();
  for (const text of texts) {
    words.add(text.toLowerCase());
    if (words.size > 2 + mostOthers) return [];
  }
  return pairs.find((pair) => pair.every((word) => words.has(word))) ?? [];
}
