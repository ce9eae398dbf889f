import type { ByteSource } from '../data/sources/bytes.js';
import { MlpError } from '../errors.js';
import type { Context } from './context.js';
import { type Input, pathFrom } from './io.js';

/**
 * Source of DATA: a file, or stdin for `-` and where DATA is left out.
 *
 * @throws MlpError `usage` where DATA is left out and stdin is a terminal.
 */
export function dataSource(data: string | undefined, context: Context): ByteSource {
  const { stdin } = context;
  if (data !== undefined && data !== '-') return { name: data, input: pathFrom(context, data) };
  if (data === undefined && stdin.isTTY)
    throw new MlpError('usage', 'no data: name a CSV file, or pipe one in (stdin is a terminal)');
  return { name: 'stdin', input: stdin };
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
