import { Server as NetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { listenError } from './listen_error.js';
import { createServer, type ServerOptions } from './server.js';

/** Time between two looks at the files of models, in milliseconds. */
const reloadEvery = 500;
/** Time in which a connection that is open when the server ends may still send a request, in milliseconds. */
const grace = 1000;

/** Options of a server that listens. */
export interface RunOptions extends ServerOptions {
  readonly host: string;
  readonly port: number;
  /** Receiver of the names of models whose files have changed, when their new versions answer. */
  readonly onReload: (name: string) => void;
  /** Receiver of what keeps a model from being read anew; the version before goes on answering. */
  readonly onStale: (name: string, error: unknown) => void;
}

/** A server that listens. */
export interface Running {
  readonly address: string;
  /** Takes no new connections, answers what has been asked, and ends. */
  close(): Promise<void>;
}

/**
 * Listens, and keeps the models as their files are.
 *
 * @throws MlpError `io` where the port cannot be had.
 */
export async function runServer(options: RunOptions): Promise<Running> {
  const { host, port, models, onReload, onStale, limits } = options;
  const app = createServer(options);
  let isEnding = false;
  app.addHook('onSend', async (_request, reply) => {
    if (isEnding) reply.header('Connection', 'close');
  });
  const address = await listen(app, host, port);
  const timer = setInterval(() => {
    for (const model of models.values()) {
      try {
        if (model.reload()) onReload(model.name);
      } catch (error) {
        onStale(model.name, error);
      }
    }
  }, reloadEvery).unref();
  return {
    address,
    async close() {
      clearInterval(timer);
      isEnding = true;
      // without closing idle connections, on which a request may be on its way
      NetServer.prototype.close.call(app.server);
      const end = performance.now() + limits.seconds * 1000;
      const idleFrom = performance.now() + grace;
      while ((await connections(app)) > 0 && performance.now() < end) {
        if (performance.now() > idleFrom) app.server.closeIdleConnections();
        await sleep(20);
      }
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

const connections = (app: FastifyInstance): Promise<number> =>
  new Promise((done) => app.server.getConnections((_error, count) => done(count ?? 0)));

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    throw listenError(host, port, error);
  }
}
