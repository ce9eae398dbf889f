import { isReadingKey } from '../data/reading_key.js';
import { didYouMean, MlpError } from '../errors.js';
import { formatPath } from './path.js';
import { configSchema } from './schema.js';
import { alternatives, inside, knownKeys } from './schema_walk.js';
import { parseSet } from './set.js';

/** Place of a column's name in the path of a key. */
const anyColumn = '<column>';

/** Keys of a config that say how the text of data is read: data.delimiter, …; those of a column with its name open. */
export function readingKeys(): string[] {
  const data = inside(alternatives(configSchema), 'data').flatMap(alternatives);
  const column = inside(inside(data, 'columns').flatMap(alternatives), anyColumn).flatMap(alternatives);
  const marked = (schemas: typeof data, path: readonly string[]) =>
    knownKeys(schemas)
      .filter((key) => inside(schemas, key).some(isReadingKey))
      .map((key) => [...path, key].join('.'));
  return [...marked(data, ['data']), ...marked(column, ['data', 'columns', anyColumn])];
}

/** Whether a path of a config names a key of reading. */
export const isReadingPath = (path: readonly string[]): boolean => {
  const named = path[0] === 'data' && path[1] === 'columns' ? path.with(2, anyColumn) : path;
  return readingKeys().includes(named.join('.'));
};

/**
 * Refuses assignments `key=value` of keys other than those of reading, for a model that has been trained.
 *
 * @throws MlpError `usage`.
 */
export function refuseOtherKeys(set: readonly string[]): void {
  for (const text of set) {
    const { path, source } = parseSet(text);
    if (isReadingPath(path)) continue;
    const keys = readingKeys();
    const reason = isKnown(path)
      ? `${formatPath(path)} was settled when the model was trained (train again to change it)`
      : `unknown key ${formatPath(path)}`;
    throw new MlpError(
      'usage',
      `${source}: ${reason}; of a model only how data are read can be set` +
        (didYouMean(formatPath(path), keys) || `: ${keys.join(', ')}`),
    );
  }
}

/** Whether a config has such a key. */
function isKnown(path: readonly string[]): boolean {
  let schemas = alternatives(configSchema);
  for (const step of path) {
    const index = /^\d+$/.test(step) ? Number(step) : step;
    schemas = [...inside(schemas, step), ...inside(schemas, index)].flatMap(alternatives);
  }
  return schemas.length > 0;
}
