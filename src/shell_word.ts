/** A word as a shell (POSIX) reads it: quoted where a character of it would mean something there. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
