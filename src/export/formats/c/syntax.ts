import type { Syntax } from '../syntax.js';

/** A number as a literal of C: whole ones that an int holds as they are, which may be indices. */
export function cNumber(value: number): string {
  if (Number.isNaN(value)) return 'NAN';
  const isWhole = Number.isInteger(value) && Math.abs(value) < 2 ** 31 && !Object.is(value, -0);
  if (isWhole) return String(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const size = Math.abs(value);
  if (size === Number.POSITIVE_INFINITY) return `${sign}INFINITY`;
  return `${sign}${/[.e]/.test(String(size)) ? size : `${size}.0`}`;
}

/** A double as a literal of C. */
export const cDouble = (value: number): string => {
  const text = cNumber(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
};

/** A text as a literal of C: bytes of UTF-8, those beyond ASCII in octal; no trigraphs. */
export const cText = (text: string): string =>
  `"${Array.from(new TextEncoder().encode(text))
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (byte < 32 || byte > 126) return `\\${byte.toString(8).padStart(3, '0')}`;
      return '"\\?'.includes(character) ? `\\${character}` : character;
    })
    .join('')}"`;

/** A character as a literal of C. */
export const cCharacter = (text: string): string =>
  text === '\t' ? "'\\t'" : text === "'" || text === '\\' ? `'\\${text}'` : `'${text}'`;

/** A text within a comment. */
export const cComment = (text: string): string =>
  JSON.stringify(text)
    .replaceAll('*/', '* /')
    .replaceAll('/*', '/ *')
    .replaceAll('??', '? ?')
    .replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

const LIBRARY: Readonly<Record<string, string>> = { abs: 'fabs', sqrt: 'sqrt' };

export const cSyntax: Syntax = {
  number: cNumber,
  function: (name) => LIBRARY[name] ?? `mlp_${name}`,
  span: ({ name, from }) => (from === 0 ? name : `${name} + ${from}`),
  givesLengths: true,
  memory: ({ name, length }) => `double ${name}[${length}];`,
  refuse: (call, isError) =>
    `refused = (int)${call};\nif (refused >= 0) return ${isError ? '' : '-'}(refused + 1);`,
};
