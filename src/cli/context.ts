import { Chalk, type ChalkInstance } from 'chalk';
import { isOn } from './environment.js';
import type { Environment, Io, Output } from './io.js';

/** Context of a command: its streams and environment, styles, and what it returns to the program. */
export interface Context extends Io {
  /** Styles for stdout and for stderr: plain where the stream is no terminal or colour is unwanted. */
  readonly style: { readonly out: ChalkInstance; readonly err: ChalkInstance };
  /** Whether errors are printed with their stack. */
  readonly debug: boolean;
  /** Exit code of the program, 0 unless a command finds that a check does not hold. */
  exitCode: number;
  /** The config file that the command was given, once it is known. */
  configFile: string | undefined;
}

/** Creates the context of a command from its streams and the arguments that concern all commands. */
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

/**
 * Whether the environment asks for colour or against it, by force-color.org and no-color.org; undefined where it does
 * neither.
 */
function wantsColour({ FORCE_COLOR, NO_COLOR, TERM }: Environment): boolean | undefined {
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return isOn(FORCE_COLOR);
  return NO_COLOR || TERM === 'dumb' ? false : undefined;
}
