import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { MlpError } from '../errors.js';
import {
  type FileSystem,
  maxTransfer,
  nodeFileSystem,
  systemCode,
  systemReason,
  writeError,
} from './file_system.js';

/**
 * Name of a temporary file, `.<name>.<pid>-<random>.tmp`: hidden, in the directory of the file itself, and
 * recognisable.
 */
export const temporaryName = (name: string): string =>
  `.${name}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;

const temporaryPattern = /^\.(.+)\.(\d+)-[0-9a-f]{12}\.tmp$/;

/** Name of the file that a temporary was to become; undefined for any other file. */
export const nameOfTemporary = (file: string): string | undefined => temporaryPattern.exec(file)?.[1];

/**
 * Removes the temporaries of the files `names` that ended processes have left in a directory, as far as it may be
 * listed. In the directory of a run, which one process has to itself, `openRun` removes them all.
 */
export function sweepTemporaries(
  directory: string,
  names: readonly string[],
  fileSystem: FileSystem = nodeFileSystem,
): void {
  for (const file of list(directory, fileSystem)) {
    const [, name, pid] = temporaryPattern.exec(file) ?? [];
    if (names.includes(name) && !isProcess(Number(pid))) removeQuietly(join(directory, file), fileSystem);
  }
}

function list(directory: string, fileSystem: FileSystem): readonly string[] {
  try {
    return fileSystem.readdirSync(directory);
  } catch {
    return [];
  }
}

/** Whether there is such a process on this machine. */
export function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}

/**
 * Writes a file whole or not at all: whoever reads `path`, at any moment and after any crash, finds what was there
 * before or all of `content` (a string is written as UTF-8). A symbolic link is followed; an existing file keeps its
 * permissions.
 *
 * @throws MlpError `cannot_create` where no file can be made (or `path` is a directory or a device), `io` where writing
 * fails, also where all is written but the system cannot guarantee that it would outlast a power failure.
 */
export function writeFileAtomic(
  path: string,
  content: Uint8Array | string,
  fileSystem: FileSystem = nodeFileSystem,
): void {
  const file = replaceFile(path, fileSystem);
  file.write(typeof content === 'string' ? Buffer.from(content) : content);
  file.finish();
}

/** A file that takes the place of another when it is finished, and not before. */
export interface Replacement {
  write(bytes: Uint8Array): void;
  /** Puts the file in its place; after an error in this or in `write`, it is gone. */
  finish(): void;
  /** Gives it up: what was there before stays. */
  discard(): void;
}

/**
 * Opens a file that is written in pieces, whole or not at all as `writeFileAtomic` does it.
 *
 * @throws MlpError, as do its methods, as `writeFileAtomic` does.
 */
export function replaceFile(path: string, fileSystem: FileSystem = nodeFileSystem): Replacement {
  const told = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw writeError(path, error);
    }
  };
  const { file, temporary, target } = told(() => openTemporary(path, fileSystem));
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    fileSystem.closeSync(file);
  };
  const discard = () => {
    try {
      close();
    } catch {}
    removeQuietly(temporary, fileSystem);
  };
  const orDiscard = (work: () => void) =>
    told(() => {
      try {
        work();
      } catch (error) {
        discard();
        throw error;
      }
    });
  return {
    write: (bytes) => orDiscard(() => writeAll(file, bytes, fileSystem)),
    finish() {
      orDiscard(() => {
        fileSystem.fsyncSync(file);
        close();
        fileSystem.renameSync(temporary, target);
      });
      told(() => syncName(path, target, fileSystem));
    },
    discard,
  };
}

/** Opens the temporary of a file, beside it; a symbolic link is followed. */
function openTemporary(path: string, fileSystem: FileSystem) {
  const old = fileSystem.statSync(path, { throwIfNoEntry: false });
  if (old !== undefined && !old.isFile()) {
    const kind = old.isDirectory() ? 'a directory' : 'a device or a pipe'; // a rename would put a file in its place
    throw new MlpError('cannot_create', `${path}: is ${kind}; expected the name of a file`);
  }
  const target = old === undefined ? path : fileSystem.realpathSync(path);
  const temporary = join(dirname(target), temporaryName(basename(target)));
  const file = fileSystem.openSync(temporary, 'wx', old === undefined ? 0o666 : old.mode & 0o777);
  return { file, temporary, target };
}

function syncName(path: string, target: string, fileSystem: FileSystem): void {
  try {
    syncDirectory(dirname(target), fileSystem);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    const message = `${path}: is written, but may not outlast a power failure: ${systemReason(error)}`;
    throw new MlpError('io', message, { cause: error });
  }
}

function writeAll(file: number, bytes: Uint8Array, fileSystem: FileSystem): void {
  for (let written = 0; written < bytes.length; ) {
    written += fileSystem.writeSync(file, bytes, written, Math.min(bytes.length - written, maxTransfer));
  }
}

/** Writes all bytes to an open file, through to the disk, and closes it. */
export function writeToDisk(file: number, bytes: Uint8Array, fileSystem: FileSystem): void {
  try {
    writeAll(file, bytes, fileSystem);
    fileSystem.fsyncSync(file);
  } finally {
    fileSystem.closeSync(file);
  }
}

/**
 * Removes a file, if it is there.
 *
 * @throws MlpError `io` where it cannot be removed.
 */
export function removeIfThere(path: string, fileSystem: FileSystem = nodeFileSystem): void {
  try {
    fileSystem.unlinkSync(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw writeError(path, error);
  }
}

/** Removes a file while clearing up after a failure, which is the one to be reported: errors are passed over. */
export function removeQuietly(path: string, fileSystem: FileSystem): void {
  try {
    fileSystem.unlinkSync(path);
  } catch {}
}

/**
 * Makes a new name in a directory outlast a power failure. Windows has no such call, and needs none; nor has every file
 * system, and one need not be allowed to read a directory to write into it. PostgreSQL passes over the same errors
 * (`fsync_fname_ext` in src/common/file_utils.c).
 */
export function syncDirectory(path: string, fileSystem: FileSystem): void {
  if (process.platform === 'win32') return;
  try {
    const directory = fileSystem.openSync(path, 'r');
    try {
      fileSystem.fsyncSync(directory);
    } finally {
      fileSystem.closeSync(directory);
    }
  } catch (error) {
    if (!noDirectorySync.has(systemCode(error) ?? '')) throw error;
  }
}

const noDirectorySync = new Set(['EACCES', 'EBADF', 'EINVAL', 'EISDIR']);
