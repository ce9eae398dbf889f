import { harmless } from './harmless.js';

const maxNames = 12;

/** Names in a line: the first few, and their number where there are more. */
export const shortList = (names: readonly string[]): string =>
  harmless(
    names.length <= maxNames
      ? names.join(', ')
      : `${names.slice(0, maxNames).join(', ')}, … (${names.length} in all)`,
  );
