import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { MlpError } from '../../errors.js';
import { excerpt } from '../../files/excerpt.js';
import type { InputFormat } from '../input_format.js';
import { type ByteSource, sourceOf } from './bytes.js';

/** Files whose rows follow each other, or one stream. */
export interface Files {
  /** Name of all in messages. */
  readonly name: string;
  /** Format of the text, where it is said; default: as each file's ending or its text tells. */
  readonly input_format?: InputFormat;
  /** Finds the files, in order. */
  list(): Promise<readonly ByteSource[]>;
}

/**
 * Names the files of a path, of several, or of patterns (`parts/*.csv`, `**`, `{a,b}.csv`, `[0-9].csv`); "-" is stdin.
 * Those of a pattern come sorted by code unit.
 */
export function filesOf(
  from: string | readonly string[],
  directory: string,
  stdin: Readable | undefined,
  input_format?: InputFormat,
): Files {
  const paths = typeof from === 'string' ? [from] : from;
  const [first] = paths;
  const name = first === '-' ? 'stdin' : first;
  return {
    name: paths.length > 1 ? `${name} and ${paths.length - 1} more` : name,
    input_format,
    async list() {
      const names = (await Promise.all(paths.map((path) => expand(path, directory)))).flat();
      const twice = names.find((other, i) => names.findIndex((path) => isSame(path, other, directory)) < i);
      if (twice !== undefined)
        throw new MlpError('config', `data: ${twice} is named twice; name each file once`);
      return names.map((path) => sourceOf(path, directory, stdin));
    },
  };
}

/** Files from a source of bytes; files stay what they are. */
export const filesFrom = (source: ByteSource | Files, input_format?: InputFormat): Files =>
  'list' in source ? source : { name: source.name, input_format, list: async () => [source] };

const isSame = (path: string, other: string, directory: string): boolean =>
  path === other || (path !== '-' && other !== '-' && resolve(directory, path) === resolve(directory, other));

/** Finds the files of a pattern; a path that is there is none, whatever its name. */
export async function expand(path: string, directory: string): Promise<string[]> {
  if (!isPattern(path) || existsSync(resolve(directory, path))) return [path];
  // directories that are there are none either
  const parts = path.split('/');
  let fixed = 0;
  while (fixed < parts.length - 1 && isDirectory(parts.slice(0, fixed + 1), directory)) fixed++;
  const base = parts.slice(0, fixed).map((part) => `${part}/`);
  const { glob } = await import('tinyglobby');
  const found = await glob(parts.slice(fixed).join('/'), {
    cwd: resolve(directory, base.join('') || '.'),
    expandDirectories: false,
  });
  if (found.length === 0)
    throw new MlpError('no_input', `${path}: no file has a name of this pattern (${excerpt(path)})`);
  return found.map((name) => base.join('') + name).sort();
}

const isPattern = (path: string): boolean => /[*?[{]/.test(path);

const isDirectory = (parts: readonly string[], directory: string): boolean =>
  existsSync(resolve(directory, `${parts.join('/')}/`));
