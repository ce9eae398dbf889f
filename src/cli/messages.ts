import type { Context } from './context.js';
import type { SharedOptions } from './options.js';
import { wrap } from './render/wrap.js';

/** Writes a note on stderr unless `quiet` is set. */
export function note(context: Context, { quiet }: Pick<SharedOptions, 'quiet'>, message: string): void {
  if (!quiet) writeLine(context, context.style.err.dim('note:'), message);
}

/** Writes a warning on stderr. */
export const warn = (context: Context, message: string): void =>
  writeLine(context, context.style.err.yellow('warning:'), message);

/** Writes an error on stderr. */
export const printError = (context: Context, message: string): void =>
  writeLine(context, context.style.err.red('error:'), message);

const writeLine = ({ stderr }: Context, label: string, message: string): void => {
  stderr.write(`${wrap(`${label} ${message}`, stderr.columns, 2)}\n`);
};
