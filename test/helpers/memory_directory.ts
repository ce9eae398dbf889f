import { readFileSync, statfsSync } from 'node:fs';

const directory = '/dev/shm';
const leastBytes = 2 ** 31;

/**
 * A directory whose files lie in memory, where the system has one with room, and from which programs may be started:
 * what is written there, through to the disk or not, is there at once. A container may have one of 64 MB, from which
 * nothing can be started.
 */
export function memoryDirectory(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(directory);
    const [, options] = new RegExp(`^\\S+ ${directory} tmpfs (\\S+)`, 'm').exec(
      readFileSync('/proc/mounts', 'utf8'),
    )!;
    const isFit = bavail * bsize >= leastBytes && !options.split(',').includes('noexec');
    return isFit ? directory : undefined;
  } catch {
    return undefined;
  }
}
