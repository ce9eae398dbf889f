import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Config } from '../config/schema.js';
import { expand } from '../data/sources/paths.js';
import { isQuery } from '../data/sql/schema.js';
import { MlpError } from '../errors.js';

type Data = Config['data'];

/** Data of a run whose directory was moved, where they were found. */
export interface MovedData {
  /** The config's data, with absolute paths. */
  readonly data: Data;
  /** Directory that the paths start in. */
  readonly directory: string;
}

/**
 * Files of a run's data that are not where its config says, seen from its directory: paths that are relative, as those
 * that `train` writes, lead nowhere once the directory was moved.
 */
export async function missingFiles(data: Data, directory: string): Promise<string[]> {
  const missing = [];
  for (const path of filesOf(data)) if (!(await isThere(path, directory))) missing.push(path);
  return missing;
}

/**
 * Searches the data of a run that was moved: under the directories that the run lies in now, and that somebody works
 * in, where all files have the paths that they had under the directory that the run lay in before.
 *
 * @returns null where no such directory has all of them.
 */
export async function findMoved(
  data: Data,
  run: string,
  workingDirectory: string,
): Promise<MovedData | null> {
  for await (const moved of placesOfMoved(data, run, workingDirectory)) return moved;
  return null;
}

/** Yields all such directories, the nearest first, with the data as they would be there. */
export async function* placesOfMoved(
  data: Data,
  run: string,
  workingDirectory: string,
): AsyncGenerator<MovedData> {
  if (filesOf(data).some((path) => isAbsolute(path))) return;
  for (const directory of new Set([...ancestors(resolve(run)), ...ancestors(resolve(workingDirectory))])) {
    const moved = movedTo(data, directory);
    if ((await missingFiles(moved, directory)).length === 0) yield { data: moved, directory };
  }
}

function movedTo(data: Data, directory: string): Data {
  const moved = <P>(value: P): unknown => {
    if (Array.isArray(value)) return value.map((path: string) => join(directory, below(path)));
    if (typeof value === 'string') return join(directory, below(value));
    if (!isQuery(value)) return value;
    const { database } = value;
    return {
      ...value,
      ...(database !== undefined && { database: join(directory, below(database)) }),
      directory: join(directory, below(value.directory)),
    };
  };
  const { train, validation, test } = data;
  const paths = {
    train: moved(train),
    ...(validation !== undefined && { validation: moved(validation) }),
    ...(test !== undefined && { test: moved(test) }),
  };
  return { ...data, ...paths } as Data;
}

/** Whether a file is there, or any of a pattern. */
async function isThere(path: string, directory: string): Promise<boolean> {
  try {
    const files = await expand(path, directory);
    return files.every((file) => existsSync(resolve(directory, file)));
  } catch (error) {
    if (error instanceof MlpError && error.failure === 'no_input') return false;
    throw error;
  }
}

/** Paths of the files of a config's data; patterns, too, and the database and the directory of a query. */
const filesOf = ({ train, validation, test }: Data): string[] =>
  [train, validation, test].flat().flatMap((from) => {
    if (typeof from === 'string') return [from];
    return isQuery(from) ? [from.database ?? from.directory] : [];
  });

/** Path without the steps upwards that it begins with. */
const below = (path: string): string => path.replace(/^(\.\.?([/\\]|$))+/, '');

function ancestors(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...ancestors(parent)];
}
