import { Chalk, type ChalkInstance } from 'chalk';
import type { Io, Output } from './io.js';

/** What a command is given: the world, and how to say things in it. */
export interface Context extends Io {
  /** For stdout and for stderr: plain where that is no terminal, or colour is unwanted. */
  readonly style: { readonly out: ChalkInstance; readonly err: ChalkInstance };
  /** What the program will return, 0 unless a command finds that a check did not hold. */
  exitCode: number;
}

export function createContext(io: Io, flags: readonly string[]): Context {
  const { env } = io;
  const plain = flags.includes('--no-color') || Boolean(env.NO_COLOR) || env.TERM === 'dumb';
  const styleFor = ({ isTTY }: Output) => new Chalk({ level: isTTY && !plain ? 1 : 0 });
  return { ...io, style: { out: styleFor(io.stdout), err: styleFor(io.stderr) }, exitCode: 0 };
}
