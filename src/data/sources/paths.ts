import { fileAccess } from '#file_access';
import { MlpError } from '../../errors.js';
import type { Hash } from '../../platform/platform.js';
import type { InputFormat } from '../input_format.js';
import type { FileRows } from '../table/chunk.js';
import type { FileNotes } from '../table/file_notes.js';
import { type ByteSource, nameIn, type Places, sourceOf } from './bytes.js';

/** Files whose rows follow each other, or one stream. */
export interface Files {
  /** Name of all in messages. */
  readonly name: string;
  /** Format of the text, where it is said; default: as each file's ending or its text tells. */
  readonly input_format?: InputFormat;
  /** Finds the files, in order. */
  list(): Promise<readonly ByteSource[]>;
  /** Reads rows that come from no files; there are none then. */
  rows?(options: RowsOptions): AsyncGenerator<FileRows>;
}

/** Receivers of what there is to say about rows that come from no files, and of what they are. */
export interface RowsOptions {
  readonly hash?: Hash;
  readonly notes?: FileNotes;
}

/**
 * Names the files of a path, of several, or of patterns (`parts/*.csv`, `**`, `{a,b}.csv`, `[0-9].csv`); "-" is stdin.
 * Those of a pattern come sorted by code unit.
 */
export function filesOf(from: string | readonly string[], places: Places, input_format?: InputFormat): Files {
  const paths = typeof from === 'string' ? [from] : from;
  const [first] = paths;
  const name = first === '-' ? 'stdin' : nameIn(first, places);
  return {
    name: paths.length > 1 ? `${name} and ${paths.length - 1} more` : name,
    input_format,
    async list() {
      const names = (await Promise.all(paths.map((path) => expandIn(path, places)))).flat();
      const twice = names.find((other, i) => names.findIndex((path) => isSame(path, other, places)) < i);
      if (twice !== undefined)
        throw new MlpError('config', `data: ${twice} is named twice; name each file once`);
      return names.map((path) => sourceOf(path, places));
    },
  };
}

/** Files from a source of bytes; files stay what they are. */
export const filesFrom = (source: ByteSource | Files, input_format?: InputFormat): Files =>
  'list' in source ? source : { name: source.name, input_format, list: async () => [source] };

const isSame = (path: string, other: string, { directory, files }: Places): boolean =>
  path === other ||
  (!files &&
    path !== '-' &&
    other !== '-' &&
    fileAccess.resolve(directory, path) === fileAccess.resolve(directory, other));

/** Files in memory have the names that they have. */
const expandIn = async (path: string, { directory, files }: Places): Promise<string[]> =>
  files ? [path] : expand(path, directory);

/** Finds the files of a pattern; a path that is there is none, whatever its name. */
export const expand = (path: string, directory: string): Promise<string[]> =>
  fileAccess.expand(path, directory);
