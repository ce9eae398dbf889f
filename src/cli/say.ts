import type { Context } from './context.js';
import type { SharedOptions } from './options.js';

type Kind = 'note' | 'warning' | 'error';

/** Writes a line on stderr. */
export function tell({ stderr, style }: Context, message: string, kind: Kind = 'note'): void {
  const label = {
    note: style.err.dim('note:'),
    warning: style.err.yellow('warning:'),
    error: style.err.red('error:'),
  };
  stderr.write(`${label[kind]} ${message}\n`);
}

/** Writes a note on stderr unless --quiet is set. */
export function say(context: Context, { quiet }: Pick<SharedOptions, 'quiet'>, message: string): void {
  if (!quiet) tell(context, message);
}
