/**
 * Escapes the control characters of a text from a file (a column's name, a class), so that it cannot drive a terminal;
 * sequences that merely set colours stay, as the program's text has them.
 */
export const escapeControls = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape is what it is about
  text.replace(/\u001b\[[\d;]*m|\p{Cc}/gu, (control) =>
    control.length > 1 ? control : `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
