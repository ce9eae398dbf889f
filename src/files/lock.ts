import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { MlpError } from '../errors.js';
import { removeQuietly, temporaryName, writeAll } from './atomic.js';
import { excerpt } from './excerpt.js';
import { type FileSystem, systemCode } from './file_system.js';
import { readBytes } from './read_file.js';

/** What a lock file says of the process that made it. `started` tells two processes of the same number apart. */
const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  started: z.string(),
  token: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

/**
 * Takes the exclusive lock `path`, a file that names this process, and returns the function that releases it.
 * A lock left by a process of this machine that is no more is taken over.
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
    refuseIfHeld(path, found, fileSystem);
    remove(path, found, fileSystem);
  }
  return () => release(path, content, fileSystem);
}

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

function refuseIfHeld(path: string, found: string, fileSystem: FileSystem): void {
  const directory = dirname(path);
  const holder = parse(found);
  if (holder === undefined) {
    throw new MlpError(
      'cannot_create',
      `${path}: does not say which run made it; if no run is writing into ${directory}, remove it`,
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

/** Removes the stale lock, unless another process did so first and the file is now that one's: then it is put back. */
function remove(path: string, stale: string, fileSystem: FileSystem): void {
  const aside = join(dirname(path), temporaryName(basename(path)));
  try {
    fileSystem.renameSync(path, aside);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  if (readIfThere(aside, fileSystem) === stale) fileSystem.unlinkSync(aside);
  else fileSystem.renameSync(aside, path);
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
