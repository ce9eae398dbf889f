/** Splits the beginning of a command line of bash into words, without quotes and backslashes; the last may be empty. */
export function wordsOf(line: string): string[] {
  const words = [''];
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const character = line[i];
    const at = words.length - 1;
    if (quote === '' && /\s/.test(character)) {
      if (words[at] !== '') words.push('');
    } else if (quote === '' && /['"]/.test(character)) quote = character;
    else if (character === quote) quote = '';
    else if (character === '\\' && quote !== "'") words[at] += line[++i] ?? '';
    else words[at] += character;
  }
  return words;
}

/** Rest of a candidate that takes the place of what bash holds for the last word: that behind = or :. */
export const behindBreak = (text: string, last: string): string =>
  text.slice(Math.max(last.lastIndexOf('='), last.lastIndexOf(':')) + 1);

/** A text as bash takes it for one word. */
export const quoted = (text: string): string => text.replace(/[^\w@%+=:,./-]/g, '\\$&');
