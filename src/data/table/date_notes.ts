import { setColumn } from './set_flag.js';

/** Says that all dates of a column are of another format, too, and how to have them so. */
export const otherFormatNote = (name: string, format: string, other: string): string =>
  `all of its dates can be of the format ${other} as well as of ${format}, as which they are read; for the other, ` +
  setColumn(name, 'format', other);
