import type { Context } from './context.js';
import type { SharedOptions } from './options.js';

type Kind = 'note' | 'warning' | 'error';

/** A line on stderr. */
export function tell({ stderr, style }: Context, message: string, kind: Kind = 'note'): void {
  const label = {
    note: style.err.dim('note:'),
    warning: style.err.yellow('warning:'),
    error: style.err.red('error:'),
  };
  stderr.write(`${label[kind]} ${message}\n`);
}

/** A line on stderr that --quiet leaves out. */
export function say(context: Context, { quiet }: Pick<SharedOptions, 'quiet'>, message: string): void {
  if (!quiet) tell(context, message);
}
