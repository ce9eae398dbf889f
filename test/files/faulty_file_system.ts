import { constants } from 'node:os';
import { type FileSystem, nodeFileSystem } from '../../src/files/index.js';

/** An error as node makes it of the system's. */
export function systemError(code: keyof typeof constants.errno): Error {
  return Object.assign(new Error(`${code}: injected`), { code, errno: -constants.errno[code] });
}

/**
 * The real file system, but `before` is told of every call (its number from 0, and its name) and may throw in its
 * place.
 */
export function faultyFileSystem(before: (call: number, name: string) => void): FileSystem {
  let calls = 0;
  return new Proxy(nodeFileSystem, {
    get(target, name: keyof FileSystem) {
      const real = target[name] as (...values: unknown[]) => unknown;
      return (...values: unknown[]) => {
        before(calls++, name);
        return real(...values);
      };
    },
  });
}
