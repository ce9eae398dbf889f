import { constants } from 'node:buffer';
import { basename, dirname } from 'node:path';
import { MlpError, nearWord } from '../errors.js';
import { type FileSystem, maxTransfer, nodeFileSystem, systemCode, systemReason } from './file_system.js';

/** Most bytes read from a pipe or a device, which has no size to be judged by, and may never end. */
const streamLimit = 2 ** 28;

/**
 * Reads the bytes of a file. `what` names it in errors: `config`, `model`.
 *
 * @throws MlpError `no_input` where there is no such file (near names are proposed), `data` where it is a directory or
 * too large to be held, `io` where it cannot be read.
 */
export function readFileChecked(
  path: string,
  what: string,
  fileSystem: FileSystem = nodeFileSystem,
): Uint8Array {
  try {
    return readBytes(path, fileSystem);
  } catch (error) {
    throw readError(path, what, error, fileSystem);
  }
}

/**
 * Reads the bytes of a file; undefined where there is no such file. `what` names it in errors.
 *
 * @throws MlpError `data` where it is a directory or too large to be held, `io` where it cannot be read.
 */
export function readFileIfThere(
  path: string,
  what: string,
  fileSystem: FileSystem = nodeFileSystem,
): Uint8Array | undefined {
  try {
    return readBytes(path, fileSystem);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw readError(path, what, error, fileSystem);
  }
}

/** The error for a user whose file `path` could not be read; errors that are not the system's come back as they are. */
export function readError(path: string, what: string, error: unknown, fileSystem: FileSystem): unknown {
  const code = systemCode(error);
  if (error instanceof MlpError || code === undefined) return error;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ERR_INVALID_ARG_VALUE') {
    return new MlpError('no_input', `${path}: ${what} not found${nearNames(path, fileSystem)}`, {
      cause: error,
    });
  }
  if (code === 'EISDIR') {
    return new MlpError('data', `${path}: is a directory; expected a file (${what})`, { cause: error });
  }
  return new MlpError('io', `${path}: ${what} cannot be read: ${systemReason(error)}`, { cause: error });
}

/** Reads all bytes of a file. Errors of the system are thrown as they are. */
export function readBytes(path: string, fileSystem: FileSystem): Uint8Array {
  const file = fileSystem.openSync(path, 'r');
  try {
    const status = fileSystem.fstatSync(file);
    const limit = status.isFile() ? constants.MAX_LENGTH : streamLimit;
    // One byte more than the size, so that the end shows without growing.
    let bytes = Buffer.allocUnsafe(Math.min(Math.max(status.size + 1, 4096), limit));
    let length = 0;
    for (;;) {
      const wanted = Math.min(bytes.length - length, maxTransfer);
      const count = fileSystem.readSync(file, bytes, length, wanted, null);
      if (count === 0) return bytes.subarray(0, length);
      length += count;
      if (length < bytes.length) continue;
      if (length === limit) throw new MlpError('data', `${path}: longer than the ${limit} bytes allowed`);
      const larger = Buffer.allocUnsafe(Math.min(2 * length, limit));
      larger.set(bytes);
      bytes = larger;
    }
  } finally {
    fileSystem.closeSync(file);
  }
}

/**
 * Hint for the error that there is no such file: a near name, behind the directory as `shown` has it, so that it works
 * as it stands; or that there is no such directory, with a near name of that.
 */
export function nearNames(
  path: string,
  fileSystem: FileSystem = nodeFileSystem,
  shown: string = path,
): string {
  const directory = dirname(path);
  const names = namesIn(directory, fileSystem);
  if (names) return nearName(shown, names);
  const hint = nearName(directory, namesIn(dirname(directory), fileSystem) ?? []);
  return `; there is no directory ${directory}${hint}`;
}

function namesIn(directory: string, fileSystem: FileSystem): readonly string[] | undefined {
  try {
    return fileSystem.readdirSync(directory);
  } catch {
    return undefined;
  }
}

/** Hint at the name that is near to that of a path, as a path. */
function nearName(path: string, names: readonly string[]): string {
  const name = basename(path);
  const near = nearWord(name, names);
  if (near === undefined) return '';
  const meant = path.slice(0, path.lastIndexOf(name)) + near;
  return `; did you mean ${JSON.stringify(meant)}?`;
}
