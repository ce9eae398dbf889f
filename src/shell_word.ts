/**
 * A word as a shell (POSIX) takes it: in quotes where it holds anything but letters, digits and a few marks, or ends in
 * a mark that may be taken for one of the sentence around it.
 */
export const shellWord = (text: string): string =>
  /^[\w.=:,/@%+-]*[\w/@%+-]$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A path as a shell takes it, which no program takes for an option. */
export const shellPath = (path: string): string => shellWord(path.startsWith('-') ? `./${path}` : path);
