import { Help } from 'commander';
import stringWidth from 'string-width';

/** Columns that a text takes in a terminal. */
export const widthOf = (text: string): number => (/^[ -~]*$/.test(text) ? text.length : stringWidth(text));

/** commander's wrapping, for terminals of any width, with letters of two columns counted as two. */
class Wrapper extends Help {
  override minWidthToWrap = 1;
  override displayWidth = widthOf;
}

const wrapper = new Wrapper();

/**
 * Text whose lines are broken at blanks, to `width` columns at most; what is broken off is indented. A longer word has
 * a line of its own. Without a width, as where a stream is no terminal, lines have any length.
 */
export function wrap(text: string, width?: number, indent = 0): string {
  if (!width) return text;
  const broken = `\n${' '.repeat(indent)}`;
  return text
    .split('\n')
    .map((line) =>
      widthOf(line) <= width ? line : wrapper.boxWrap(line, width - indent).replaceAll('\n', broken),
    )
    .join('\n');
}
