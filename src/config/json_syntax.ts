/** Description of the problem at `offset`, where a JSON parser gave up, and its remedy. */
export function syntaxProblem(text: string, offset: number): string {
  const rest = text.slice(offset);
  const before = text.slice(0, offset).trimEnd().at(-1);
  if (text.trim() === '') return 'the file is empty; expected an object: { … }';
  const found = JSON.stringify(rest[0]);
  if (/^[/#]/.test(rest)) return `found ${found}; JSON has no comments, so leave them out`;
  if (/^[}\]]/.test(rest) && before === ',') return `found ${found} after a comma; remove that comma`;
  if (rest.startsWith("'")) return 'found a single quote; use double quotes: "';
  if (/^[A-Za-z_$]/.test(rest)) {
    const word = /^[\w$]+/.exec(rest)![0];
    return `found ${word}; names and texts need double quotes, other words are true, false and null`;
  }
  if (/^["{[\d-]/.test(rest) && before !== undefined && /["}\]\w]/.test(before))
    return `found ${found}; a comma or colon is missing before it`;
  return `found ${found}, which cannot be here`;
}
