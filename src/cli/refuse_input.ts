import type { Files } from '../data/sources/paths.js';
import { MlpError } from '../errors.js';
import { isSameFile } from '../files/index.js';

/**
 * Refuses to write over files that are read, with --force, too.
 *
 * @throws MlpError `usage` where one of the paths is one of the source's files.
 */
export async function refuseInput(paths: readonly string[], source: Files): Promise<void> {
  for (const { input, name } of await source.list())
    if (typeof input === 'string' && paths.some((path) => isSameFile(path, input)))
      throw new MlpError('usage', `--out: ${name} is read as DATA; choose another file to write`);
}
