import { join } from 'node:path';
import { MlpError } from '../errors.js';
import { nameOfTemporary } from './atomic.js';
import { makeDirectories } from './directories.js';
import { type FileSystem, nodeFileSystem, writeError } from './file_system.js';
import { acquireLock, isLeftoverOf } from './lock.js';
import { type OpenOptions, runFiles } from './run_directory.js';

const lockFile = '.lock';

/** A directory that one study, and no other, may write into until `close`. */
export interface StudyDirectory {
  /** Path of a file in it; each is to be written with `writeFileAtomic`. */
  path(name: string): string;
  /** Removes the working files, once all is in the result. */
  clear(): void;
  /** Releases the directory to others. */
  close(): void;
}

/**
 * Makes the directory of a study where it is missing, and locks it. `result` is the file by which a study is known, and
 * `working` tells its other files, which are removed where it is replaced.
 *
 * @throws MlpError `cannot_create` where another process is writing there, where a run is there, where a study is there
 * already and neither `force` nor `resume` is given, and where nothing can be created.
 */
export function openStudyDirectory(
  directory: string,
  result: string,
  working: (file: string) => boolean,
  { force, resume }: OpenOptions,
  fileSystem: FileSystem = nodeFileSystem,
): StudyDirectory {
  try {
    makeDirectories(directory, fileSystem);
    const close = acquireLock(join(directory, lockFile), fileSystem);
    try {
      const present = fileSystem.readdirSync(directory);
      refuse(directory, result, present, { force, resume });
      for (const file of present) {
        const written = nameOfTemporary(file);
        const leftover =
          (written !== undefined && (written === result || working(written))) || isLeftoverOf(file, lockFile);
        const superseded = force && !resume && (file === result || working(file));
        if (leftover || superseded) fileSystem.unlinkSync(join(directory, file));
      }
    } catch (error) {
      close();
      throw error;
    }
    const clear = () => {
      for (const file of fileSystem.readdirSync(directory))
        if (working(file)) fileSystem.unlinkSync(join(directory, file));
    };
    return { path: (name) => join(directory, name), clear, close };
  } catch (error) {
    throw writeError(directory, error);
  }
}

function refuse(
  directory: string,
  result: string,
  present: readonly string[],
  { force, resume }: OpenOptions,
): void {
  const run = Object.values(runFiles).find((name) => present.includes(name));
  if (run !== undefined)
    throw new MlpError(
      'cannot_create',
      `${directory}: a run is there (${run}); choose another directory with --out`,
    );
  if (present.includes(result) && !force && !resume)
    throw new MlpError(
      'cannot_create',
      `${directory}: has ${result} already; use --force to replace it, --resume to go on with it, or --out for ` +
        'another directory',
    );
}
