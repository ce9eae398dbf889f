/**
 * Text of a file (a column's name, a class) as a terminal may be given it: with control characters as escapes, but for those
 * that do no more than colour, as ours do.
 */
export const harmless = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape is what it is about
  text.replace(/\u001b\[[\d;]*m|\p{Cc}/gu, (control) =>
    control.length > 1 ? control : `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
