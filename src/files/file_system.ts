import fs from 'node:fs';
import { getSystemErrorMap } from 'node:util';
import { MlpError } from '../errors.js';

/** Every call by which this folder touches the disk, so that a test can make the k-th of them fail. */
export type FileSystem = Pick<
  typeof fs,
  | 'closeSync'
  | 'fstatSync'
  | 'fsyncSync'
  | 'linkSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readSync'
  | 'readdirSync'
  | 'realpathSync'
  | 'renameSync'
  | 'statSync'
  | 'unlinkSync'
  | 'writeSync'
>;

export const nodeFileSystem: FileSystem = fs;

/** Most bytes moved by one call; node refuses 2 GiB and more. */
export const maxTransfer = 2 ** 30;

/** The system's code of an error, such as ENOENT; undefined for an error that is not the system's. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The system's reason in words: `no space left on device`. */
export function systemReason(error: unknown): string {
  const errno = error instanceof Error && 'errno' in error ? Number(error.errno) : Number.NaN;
  return getSystemErrorMap().get(errno)?.[1] ?? (error instanceof Error ? error.message : String(error));
}

/** Codes of errors that keep a file from being made at all; every other failure happened while reading or writing. */
const cannotCreate = new Set([
  'EACCES',
  'EEXIST',
  'EISDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'ENOENT',
  'ENOTDIR',
  'EPERM',
  'EROFS',
  'ERR_INVALID_ARG_VALUE', // a NUL in the path
]);

/**
 * The error for a user whose file `path` could not be written; errors that are not the system's come back as they are.
 */
export function writeError(path: string, error: unknown): unknown {
  const code = systemCode(error);
  if (error instanceof MlpError || code === undefined) return error;
  const reason = systemReason(error);
  return cannotCreate.has(code)
    ? new MlpError(
        'cannot_create',
        `${path}: cannot be created: ${reason}; choose another place with --out`,
        {
          cause: error,
        },
      )
    : new MlpError('io', `${path}: writing failed: ${reason}; what was there before is unchanged`, {
        cause: error,
      });
}
