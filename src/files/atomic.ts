import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { MlpError } from '../errors.js';
import { type FileSystem, maxTransfer, nodeFileSystem, writeError } from './file_system.js';

/** `.<name>.<pid>-<random>.tmp`: hidden, in the directory of the file itself, and recognisable as ours. */
export const temporaryName = (name: string): string =>
  `.${name}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;

/** Whether `file` is a temporary that was on its way to become `name`. */
export const isTemporaryOf = (file: string, name: string): boolean =>
  file.startsWith(`.${name}.`) && /^\d+-[0-9a-f]{12}\.tmp$/.test(file.slice(name.length + 2));

/**
 * Writes a file whole or not at all: whoever reads `path`, at any moment and after any crash, finds what was there before
 * or all of `content` (a string is written as UTF-8). A symbolic link is followed; an existing file keeps its permissions.
 *
 * @throws MlpError `cannot_create` where no file can be made (or `path` is a directory or a device), `io` where writing fails.
 */
export function writeFileAtomic(
  path: string,
  content: Uint8Array | string,
  fileSystem: FileSystem = nodeFileSystem,
): void {
  try {
    replace(path, typeof content === 'string' ? Buffer.from(content) : content, fileSystem);
  } catch (error) {
    throw writeError(path, error);
  }
}

function replace(path: string, bytes: Uint8Array, fileSystem: FileSystem): void {
  const old = fileSystem.statSync(path, { throwIfNoEntry: false });
  if (old !== undefined && !old.isFile()) {
    const kind = old.isDirectory() ? 'a directory' : 'a device or a pipe'; // a rename would put a file in its place
    throw new MlpError('cannot_create', `${path}: is ${kind}; expected the name of a file`);
  }
  const target = old === undefined ? path : fileSystem.realpathSync(path);
  const directory = dirname(target);
  const temporary = join(directory, temporaryName(basename(target)));
  const file = fileSystem.openSync(temporary, 'wx', old === undefined ? 0o666 : old.mode & 0o777);
  try {
    try {
      writeAll(file, bytes, fileSystem);
      fileSystem.fsyncSync(file);
    } finally {
      fileSystem.closeSync(file);
    }
    fileSystem.renameSync(temporary, target);
  } catch (error) {
    removeQuietly(temporary, fileSystem);
    throw error;
  }
  syncDirectory(directory, fileSystem);
}

export function writeAll(file: number, bytes: Uint8Array, fileSystem: FileSystem): void {
  for (let written = 0; written < bytes.length; ) {
    written += fileSystem.writeSync(file, bytes, written, Math.min(bytes.length - written, maxTransfer));
  }
}

/** For clearing up after a failure, which is the one to be reported. */
export function removeQuietly(path: string, fileSystem: FileSystem): void {
  try {
    fileSystem.unlinkSync(path);
  } catch {}
}

/** Makes the new name outlast a power failure. Windows has no such call, and needs none. */
function syncDirectory(path: string, fileSystem: FileSystem): void {
  if (process.platform === 'win32') return;
  const directory = fileSystem.openSync(path, 'r');
  try {
    fileSystem.fsyncSync(directory);
  } finally {
    fileSystem.closeSync(directory);
  }
}
