import { isAbsolute, join, relative } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** A stream that may be a terminal. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };
export type Input = Readable & { readonly isTTY?: boolean };
export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything of the outside world that a command may touch, so that a test can put its own in the place of each. */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
  /** Relative paths on the command line start here. */
  readonly cwd: string;
  /** Calls `listener` at the first SIGINT or SIGTERM; a second one ends the process at once. Returns what undoes that. */
  readonly onSignal: (listener: (signal: 'SIGINT' | 'SIGTERM') => void) => () => void;
}

export const processIo = (): Io => ({
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  onSignal(listener) {
    const forget = () => {
      process.off('SIGINT', first);
      process.off('SIGTERM', first);
    };
    const first = (signal: 'SIGINT' | 'SIGTERM') => {
      forget();
      listener(signal);
    };
    process.on('SIGINT', first);
    process.on('SIGTERM', first);
    return forget;
  },
});

/** Writes, and waits until the stream has passed it on; rejects where it cannot. A slow reader is waited for. */
export const write = (stream: Output, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });

/** A path of the command line as this process can open it; short, as messages show it. */
export const pathFrom = ({ cwd }: Pick<Io, 'cwd'>, path: string): string =>
  isAbsolute(path) ? path : relative('', join(cwd, path)) || '.';
