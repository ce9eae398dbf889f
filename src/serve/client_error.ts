import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { faultColumn, mediaTypes } from './formats.js';

/** Refusals of what is no whole request, by the code of the error. */
const refusals: Readonly<Record<string, readonly [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'the request did not come in time (--timeout)'],
  HPE_HEADER_OVERFLOW: [431, 'the headers have too many bytes'],
};
const notUnderstood = [400, 'not a request that this server understands'] as const;

/** Answers what is no request, in the form of all refusals, and closes the connection. */
export function refuseClient({ code = '' }: NodeJS.ErrnoException, socket: Socket): void {
  // an answer that has begun cannot take another one in
  const { _httpMessage: begun } = socket as { _httpMessage?: ServerResponse | null };
  if (!socket.writable || begun?.headersSent) {
    socket.destroy();
    return;
  }
  const [status, message] = refusals[code] ?? notUnderstood;
  const body = `${JSON.stringify({ [faultColumn]: { message } })}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${mediaTypes.json}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
