import { escapeControls } from './escape_controls.js';
import { shortList } from './short_list.js';

const mostNames = 12;

/** Names in a line, as a terminal may have them: the first few, and their number where there are more. */
export const nameList = (names: readonly string[]): string => escapeControls(shortList(names, mostNames));
