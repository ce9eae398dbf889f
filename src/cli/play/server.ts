import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listenError } from '../../serve/listen_error.js';
import { isServerName } from '../../serve/server_names.js';
import { policyOf } from './page.js';

const loopback = '127.0.0.1';

/** A server that is running. */
export interface Running {
  /** Address of the page, with the token. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves a page to this machine alone. Whoever asks needs the token, which is in the address, and has to call the
 * server by its own name: a name that somebody else's page had made to lead here is refused.
 *
 * @throws MlpError `io` where the port cannot be had.
 */
export async function serve(page: string, port: number): Promise<Running> {
  const token = randomBytes(16).toString('hex');
  const server = createServer((request, response) => {
    const refusal = refuse(request, token, (server.address() as AddressInfo).port);
    for (const [name, value] of Object.entries(headersOf(page))) response.setHeader(name, value);
    if (refusal) {
      response.writeHead(refusal.status, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end(`${refusal.text}\n`);
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(request.method === 'HEAD' ? undefined : page);
  });
  await listen(server, port);
  const { port: found } = server.address() as AddressInfo;
  return {
    address: `http://${loopback}:${found}/?token=${token}`,
    close() {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

const headersOf = (page: string): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': `${policyOf(page)}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
});

/** Reason not to answer a request; undefined where there is none. */
function refuse(
  { method, url = '/', headers }: IncomingMessage,
  token: string,
  port: number,
): { readonly status: number; readonly text: string } | undefined {
  if (!isServerName(headers.host, { names: [loopback, 'localhost'], port }))
    return { status: 403, text: 'this server answers to 127.0.0.1 and localhost alone' };
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, text: 'GET only' };
  const { pathname, searchParams } = new URL(url, `http://${loopback}`);
  const given = Buffer.from(searchParams.get('token') ?? '');
  const expected = Buffer.from(token);
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return { status: 403, text: 'the token is not that of the address that mlp play printed' };
  return pathname === '/' ? undefined : { status: 404, text: 'there is one page, at /' };
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((done, fail) => {
    server.once('error', (error) => fail(listenError(loopback, port, error)));
    server.listen(port, loopback, done);
  });
