import type { IncomingMessage } from 'node:http';
import { formatCount } from '../format_count.js';
import type { Limits } from './limits.js';
import { Problem } from './problem.js';

/** Problem of a body with too many bytes. */
export const tooLarge = (most: number): Problem =>
  new Problem(413, `the body has more than ${formatCount(most)} bytes (--max-body); send it in parts`);

/** Whether a request says that its body has more bytes than it may have. */
export const declaresTooLarge = ({ headers }: IncomingMessage, { body }: Limits): boolean =>
  Number(headers['content-length'] ?? 0) > body;

/**
 * Reads the body of a request as it arrives. Whoever stops reading leaves the rest, so that it can still be answered.
 *
 * @throws Problem 413 where it has too many bytes, 503 where its time is up.
 */
export async function* readBody(
  request: IncomingMessage,
  { body }: Limits,
  checkTime: () => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > body) throw tooLarge(body);
    checkTime();
    yield chunk;
  }
}
