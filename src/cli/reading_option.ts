import { type Command, Option } from 'commander';
import { readingKeys, refuseOtherKeys } from '../config/index.js';

/** Options of the commands that read data for a model. */
export interface ReadingOptions {
  /** Assignments `key=value` of keys of reading. */
  readonly set: readonly string[];
}

const isOfColumn = (path: string): boolean => path.startsWith(column);
const column = 'data.columns.<column>.';
const ofFile = readingKeys().filter((path) => !isOfColumn(path));
const ofColumn = readingKeys().flatMap((path) => (isOfColumn(path) ? [path.slice(column.length)] : []));

/** Adds --set, for the keys that say how data are read. */
export const addReadingOption = (command: Command): Command =>
  command.addOption(
    new Option(
      '--set <key=value>',
      `read data in another way than the training data, for example data.delimiter=";"; can be repeated; of a model ` +
        `only these can be set: ${ofFile.join(', ')}; and of data.columns.<column>: ${ofColumn.join(', ')}`,
    )
      .default([], 'nothing')
      .argParser((text, previous: readonly string[]) => {
        refuseOtherKeys([text]);
        return [...previous, text];
      }),
  );
