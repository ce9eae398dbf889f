import { isAbsolute, join, relative } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** A stream that may be a terminal. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };
export type Input = Readable & { readonly isTTY?: boolean };
export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything outside the program that a command may touch. Tests replace any part of it. */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
  /** Directory that relative paths on the command line start from. */
  readonly cwd: string;
  /**
   * Calls `listener` at the first SIGINT or SIGTERM; a second one ends the process at once. Returns a function that
   * removes the listener.
   */
  readonly onSignal: (listener: (signal: 'SIGINT' | 'SIGTERM') => void) => () => void;
}

export const processIo = (): Io => ({
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  onSignal(listener) {
    const removeListeners = () => {
      process.off('SIGINT', first);
      process.off('SIGTERM', first);
    };
    const first = (signal: 'SIGINT' | 'SIGTERM') => {
      removeListeners();
      listener(signal);
    };
    process.on('SIGINT', first);
    process.on('SIGTERM', first);
    return removeListeners;
  },
});

/**
 * Writes, and resolves when the stream has passed the text on, so that a slow reader is waited for; rejects where it
 * cannot be written.
 */
export const write = (stream: Output, text: string | Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });

/**
 * A path of the command line, relative to the directory of this process: as it can be opened, and short, as in
 * messages.
 */
export const pathFrom = ({ cwd }: Pick<Io, 'cwd'>, path: string): string =>
  isAbsolute(path) ? path : relative('', join(cwd, path)) || '.';
