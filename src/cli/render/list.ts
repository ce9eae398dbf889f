import { escapeControls } from './escape_controls.js';

const maxNames = 12;

/** Names in a line: the first few, and their number where there are more. */
export const shortList = (names: readonly string[]): string =>
  escapeControls(
    names.length <= maxNames
      ? names.join(', ')
      : `${names.slice(0, maxNames).join(', ')}, … (${names.length} in all)`,
  );
