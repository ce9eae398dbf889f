import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { MlpError } from '../errors.js';
import * as z from '../zod.js';
import { removeQuietly, writeAll, writeFileAtomic } from './atomic.js';
import { excerpt } from './excerpt.js';
import { type FileSystem, systemCode } from './file_system.js';
import { readBytes } from './read_file.js';

/** What a lock file says of the process that made it. `started` tells two processes of the same number apart. */
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
 * A lock left by a process of this machine that is no more is taken over, by one of those who want to: whoever holds
 * the lock `<path>.<token>` may replace the stale one of that token, if it is still there. Tokens never come again, and
 * `path` is never missing meanwhile, so no one can mistake the new lock for the stale one, however late.
 *
 * @throws MlpError `cannot_create` where the lock is held, or where it cannot be told whether it is.
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

/** Whether `file` is the lock of a takeover from the lock called `name`. */
export const isTakeoverOf = (file: string, name: string): boolean =>
  file.startsWith(`${name}.`) && /^(\.[0-9a-f]{16})+$/.test(file.slice(name.length));

function create(path: string, content: string, fileSystem: FileSystem): boolean {
  let file: number;
  try {
    file = fileSystem.openSync(path, 'wx');
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    try {
      writeAll(file, Buffer.from(content), fileSystem);
      fileSystem.fsyncSync(file); // after a power failure an empty lock would not tell whose it was
    } finally {
      fileSystem.closeSync(file);
    }
  } catch (error) {
    removeQuietly(path, fileSystem);
    throw error;
  }
  return true;
}

/** A lock that cannot be removed does no harm: it is stale as soon as this process ends. */
function release(path: string, content: string, fileSystem: FileSystem): void {
  try {
    if (readIfThere(path, fileSystem) === content) fileSystem.unlinkSync(path);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
  }
}

/** Who held the lock, where that process is no more. */
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
      `another run (process ${holder.pid}) is writing into ${directory}; wait for it, or choose another place with --out`,
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
  try {
    process.kill(pid, 0); // signal 0 only asks
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return false;
  }
  const start = startOfProcess(pid, fileSystem);
  return start === started || start === unknownStart || started === unknownStart;
}

const unknownStart = 'unknown';

/**
 * When a process started, in clock ticks since the machine did: the 22nd field of Linux's /proc/<pid>/stat, see proc(5).
 * Unknown on other systems, where the number alone must do. A zombie has ended: its answer fits no lock.
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
