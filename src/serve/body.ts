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
 * @throws Problem 413 where it has too many bytes, 408 where it does not come in time, 503 where the time is up.
 */
export async function* readBody(
  request: IncomingMessage,
  { body, seconds }: Limits,
  checkTime: () => void,
): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = request.iterator({ destroyOnReturn: false });
  const deadline = timeout(seconds);
  let bytes = 0;
  try {
    for (;;) {
      const { value, done } = await Promise.race([chunks.next(), deadline.passed]);
      if (done) return;
      bytes += value.length;
      if (bytes > body) throw tooLarge(body);
      checkTime();
      yield value;
    }
  } finally {
    deadline.clear();
  }
}

/** A promise that is rejected when the time of a body has passed. */
function timeout(seconds: number) {
  const late = () =>
    new Problem(408, `the body did not come within ${seconds} s (--timeout)`, { Connection: 'close' });
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), seconds * 1000).unref();
  });
  passed.catch(() => {});
  return { passed, clear: () => clearTimeout(timer) };
}
