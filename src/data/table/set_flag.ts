import { formatPath } from '../../key_path.js';
import { shellWord } from '../../shell_word.js';

/** A value as `--set` takes it: a text as it is, unless blanks at its ends or JSON's marks would be lost. */
const textOf = (value: string | readonly string[]): string =>
  typeof value === 'string' && value === value.trim() && value !== '' && !/^["[{]/.test(value)
    ? value
    : JSON.stringify(value);

/** The flag that sets a key of the `data` section, to be typed as it stands: `--set data.delimiter=;` in quotes. */
export const setData = (key: string, value: string | readonly string[]): string =>
  `--set ${shellWord(`${formatPath(['data', key])}=${textOf(value)}`)}`;

/** The flag that sets a key of a column: `--set 'data.columns["Living area"].suffix=m2'`. */
export const setColumn = (name: string, key: string, value: string | readonly string[]): string =>
  `--set ${shellWord(`${formatPath(['data', 'columns', name, key])}=${textOf(value)}`)}`;

/** The flag that sets all settings of a column anew. */
export const setColumns = (name: string, settings: object): string =>
  `--set ${shellWord(`${formatPath(['data', 'columns', name])}=${JSON.stringify(settings)}`)}`;

/** The flag that sets a key of the `data` section to an object: `--set 'data.split={"type":"time"}'`. */
export const setObject = (key: string, value: object): string =>
  `--set ${shellWord(`${formatPath(['data', key])}=${JSON.stringify(value)}`)}`;
