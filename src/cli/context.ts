import { Chalk, type ChalkInstance } from 'chalk';
import { isOn } from './environment.js';
import type { Environment, Io, Output } from './io.js';

/** What a command is given: the world, and how to say things in it. */
export interface Context extends Io {
  /** For stdout and for stderr: plain where that is no terminal, or colour is unwanted. */
  readonly style: { readonly out: ChalkInstance; readonly err: ChalkInstance };
  /** Whether errors come with their stack. */
  readonly debug: boolean;
  /** What the program will return, 0 unless a command finds that a check did not hold. */
  exitCode: number;
  /** The config that the command was given, once it is known. */
  configFile: string | undefined;
}

export function createContext(io: Io, argv: readonly string[]): Context {
  const { env, stdout, stderr } = io;
  const colour = argv.includes('--no-color') ? false : wantsColour(env);
  const styleFor = ({ isTTY = false }: Output) => new Chalk({ level: (colour ?? isTTY) ? 1 : 0 });
  return {
    ...io,
    style: { out: styleFor(stdout), err: styleFor(stderr) },
    debug: argv.includes('--debug') || isOn(env.MLP_DEBUG),
    exitCode: 0,
    configFile: undefined,
  };
}

/** What the environment says of colour, by the conventions of force-color.org and no-color.org; undefined where it says nothing. */
function wantsColour({ FORCE_COLOR, NO_COLOR, TERM }: Environment): boolean | undefined {
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return isOn(FORCE_COLOR);
  return NO_COLOR || TERM === 'dumb' ? false : undefined;
}
