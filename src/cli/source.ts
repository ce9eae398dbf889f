import { type Files, filesOf } from '../data/sources/paths.js';
import { MlpError } from '../errors.js';
import type { Context } from './context.js';
import type { Input } from './io.js';
import type { SharedOptions } from './options.js';

/** Help for the argument DATA. */
export const dataHelp =
  'files of CSV, JSON lines or Parquet, or patterns ("parts/*.csv"); ' +
  '- for stdin (the default where something is piped in)';

/**
 * Source of DATA: files, or stdin for `-` and where DATA is left out.
 *
 * @throws MlpError `usage` where DATA is left out and stdin is a terminal.
 */
export function dataSource(
  data: readonly string[],
  { inputFormat }: Pick<SharedOptions, 'inputFormat'>,
  { cwd, stdin }: Context,
): Files {
  if (data.length === 0 && stdin.isTTY)
    throw new MlpError('usage', 'no data: name a CSV file, or pipe one in (stdin is a terminal)');
  return filesOf(data.length === 0 ? '-' : data, { directory: cwd, stdin }, inputFormat);
}

/**
 * Whether something is piped in. A terminal is not waited for; a stream that ends at once (/dev/null) counts as
 * nothing.
 */
export async function hasInput(stdin: Input): Promise<boolean> {
  if (stdin.isTTY) return false;
  for (;;) {
    const chunk: Buffer | null = stdin.read();
    if (chunk !== null && chunk.length > 0) {
      stdin.unshift(chunk);
      return true;
    }
    if (stdin.readableEnded || stdin.destroyed) return false;
    await new Promise<void>((resolveReadable) => {
      const settle = () => {
        stdin.off('readable', settle).off('end', settle).off('close', settle);
        resolveReadable();
      };
      stdin.on('readable', settle).on('end', settle).on('close', settle);
    });
  }
}
