import { printable } from '../files/excerpt.js';
import { formatPath } from '../key_path.js';

/** Path of a setting of a column in a config, for messages: `data.columns["petal.length"].scale`. */
export const columnSetting = (column: string, key: string): string =>
  printable(formatPath(['data', 'columns', column, key]));
