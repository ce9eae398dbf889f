import stringWidth from 'string-width';

/** Columns that a text takes in a terminal. */
export const widthOf = (text: string): number => (/^[ -~]*$/.test(text) ? text.length : stringWidth(text));

/** Lines of a text, wrapped at words so that none is wider than `width` but where a word is. */
export function cellLines(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  // words, with the space after each
  const pieces = text.split(/(\s+)/);
  let line = pieces[0];
  for (let i = 2; i < pieces.length; i += 2) {
    const longer = line + pieces[i - 1] + pieces[i];
    if (line === '' || widthOf(longer) <= width) line = line === '' ? pieces[i] : longer;
    else {
      lines.push(line);
      line = pieces[i];
    }
  }
  return [...lines, line];
}
