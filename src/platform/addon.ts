import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Name under which a thread is told of the addons' directory: its program, a text, does not know where it came from. */
export const ADDONS = 'addonDirectory';

let directory: string | null | undefined;

/** The directory that the build has left addons in, dist/native of the package; null where there is none. */
export function addonDirectory(): string | null {
  const { url } = import.meta;
  if (directory === undefined) directory = url.startsWith('file:') ? above(url) : told();
  return directory;
}

function told(): string | null {
  const { workerData } = process.getBuiltinModule('node:worker_threads');
  return (workerData as Record<string, string> | null)?.[ADDONS] ?? null;
}

function above(url: string): string | null {
  for (let at = dirname(fileURLToPath(url)); ; at = dirname(at)) {
    const [here, found] = [join(at, 'package.json'), join(at, 'dist/native')];
    if (existsSync(here)) return existsSync(found) ? found : null;
    if (dirname(at) === at) return null;
  }
}

/** Loads an addon of Node from its file. */
export const loadAddon = (path: string): unknown => createRequire(path)(path);
