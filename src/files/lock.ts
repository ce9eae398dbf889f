import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { MlpError } from '../errors.js';
import * as z from '../zod.js';
import {
  isProcess,
  nameOfTemporary,
  removeQuietly,
  temporaryName,
  writeFileAtomic,
  writeToDisk,
} from './atomic.js';
import { excerpt } from './excerpt.js';
import { type FileSystem, systemCode } from './file_system.js';
import { readBytes } from './read_file.js';

/**
 * Schema of a lock file, which describes the process that made it. `started` tells two processes of the same number
 * apart.
 */
const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  started: z.string(),
  token: z.string().regex(/^[0-9a-f]{16}$/),
});
type Holder = z.infer<typeof holderSchema>;

/**
 * Takes the exclusive lock `path`, a file that names this process, and returns the function that releases it.
 *
 * A lock left by an ended process of this machine is taken over, by one of those who want to: whoever holds the lock
 * `<path>.<token>` may replace the stale one of that token, if it is still there. Tokens never come again, and `path`
 * is never missing meanwhile, so no one can mistake the new lock for the stale one, however late.
 *
 * @throws MlpError `cannot_create` where the lock is held, or where it cannot be known whether it is.
 */
export function acquireLock(path: string, fileSystem: FileSystem): () => void {
  const token = randomBytes(8).toString('hex');
  const started = startOfProcess(process.pid, fileSystem);
  const content = JSON.stringify({ pid: process.pid, host: hostname(), started, token } satisfies Holder);
  while (!create(path, content, fileSystem)) {
    const found = readIfThere(path, fileSystem);
    if (found === undefined) continue; // released in this moment
    const stale = refuseIfHeld(path, found, fileSystem);
    const releaseTakeover = acquireLock(`${path}.${stale.token}`, fileSystem);
    try {
      if (readIfThere(path, fileSystem) !== found) continue; // somebody was quicker
      writeFileAtomic(path, content, fileSystem);
      break;
    } finally {
      releaseTakeover();
    }
  }
  return () => release(path, content, fileSystem);
}

/** Whether a lock is there, held or left behind. */
export const isLocked = (path: string, fileSystem: FileSystem): boolean =>
  readIfThere(path, fileSystem) !== undefined;

/**
 * Whether `file` was left by a process that was killed while it took the lock called `name`, or took that lock over.
 */
export function isLeftoverOf(file: string, name: string): boolean {
  const made = nameOfTemporary(file) ?? file;
  if (made === name) return made !== file;
  return made.startsWith(`${name}.`) && /^(\.[0-9a-f]{16})+$/.test(made.slice(name.length));
}

/**
 * Makes the lock; false where it is there. It gets its name when its content is on the disk: a lock that a killed
 * process, or a power failure, leaves behind always names its process.
 */
function create(path: string, content: string, fileSystem: FileSystem): boolean {
  const temporary = join(dirname(path), temporaryName(basename(path)));
  const file = fileSystem.openSync(temporary, 'wx');
  try {
    writeToDisk(file, Buffer.from(content), fileSystem);
    return link(temporary, path, fileSystem) ?? createInPlace(path, content, fileSystem);
  } finally {
    removeQuietly(temporary, fileSystem);
  }
}

/**
 * Makes `path` a second name of `file`: true where it is now, false where the name is taken; undefined where a file can
 * have no second name.
 */
function link(file: string, path: string, fileSystem: FileSystem): boolean | undefined {
  try {
    fileSystem.linkSync(file, path);
    return true;
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (noLinks.has(code)) return undefined;
    if (code === 'EEXIST' || code === 'ENOENT') return false; // ENOENT: whoever has the lock swept `file` away
    throw error;
  }
}

/** Codes of errors by which file systems refuse a second name of a file. */
const noLinks = new Set(['EMLINK', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM']);

/**
 * Makes the lock where a file can have no second name. A process that is killed halfway leaves an empty lock, of which
 * nobody can know whether it is stale.
 */
function createInPlace(path: string, content: string, fileSystem: FileSystem): boolean {
  let file: number;
  try {
    file = fileSystem.openSync(path, 'wx');
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    writeToDisk(file, Buffer.from(content), fileSystem);
  } catch (error) {
    removeQuietly(path, fileSystem);
    throw error;
  }
  return true;
}

/** Removes the lock. One that cannot be removed does no harm: it is stale as soon as this process ends. */
function release(path: string, content: string, fileSystem: FileSystem): void {
  try {
    if (readIfThere(path, fileSystem) === content) fileSystem.unlinkSync(path);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
  }
}

/** Returns the ended process that held the lock; throws where the lock is held, or not known to be stale. */
function refuseIfHeld(path: string, found: string, fileSystem: FileSystem): Holder {
  const directory = dirname(path);
  const holder = parse(found);
  if (holder === undefined) {
    const problem = found === '' ? 'another run is just starting' : 'this lock was not made by mlp';
    throw new MlpError(
      'cannot_create',
      `${path}: ${problem}; if nothing is writing into ${directory}, remove that file`,
    );
  }
  if (holder.host !== hostname()) {
    throw new MlpError(
      'cannot_create',
      `another run (process ${holder.pid} on ${excerpt(holder.host)}) is writing into ${directory}; ` +
        `choose another place with --out or, if that run is over, remove ${path}`,
    );
  }
  if (isRunning(holder, fileSystem)) {
    throw new MlpError(
      'cannot_create',
      `another run (process ${holder.pid}) is writing into ${directory}; wait for it, or choose another place ` +
        'with --out',
    );
  }
  return holder;
}

function parse(text: string): Holder | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function isRunning({ pid, started }: Holder, fileSystem: FileSystem): boolean {
  if (!isProcess(pid)) return false;
  const start = startOfProcess(pid, fileSystem);
  return start === started || start === unknownStart || started === unknownStart;
}

const unknownStart = 'unknown';

/**
 * Start time of a process, in clock ticks since the machine's: the 22nd field of Linux's /proc/<pid>/stat, see proc(5).
 * Unknown on other systems, where the number alone must do. A zombie has ended: its result fits no lock.
 */
function startOfProcess(pid: number, fileSystem: FileSystem): string {
  const stat = readIfThere(`/proc/${pid}/stat`, fileSystem);
  if (stat === undefined) return unknownStart;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from the third on: the second may hold spaces
  return fields[0] === 'Z' ? 'ended' : fields[22 - 3];
}

function readIfThere(path: string, fileSystem: FileSystem): string | undefined {
  try {
    return Buffer.from(readBytes(path, fileSystem)).toString();
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ESRCH') return undefined; // ESRCH: of /proc, where the process ends meanwhile
    throw error;
  }
}
