import { Readable } from 'node:stream';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { answerRows, type RowAnswer } from './answer_rows.js';
import { declaresTooLarge, readBody, tooLarge } from './body.js';
import { refuseClient } from './client_error.js';
import {
  answerTexts,
  faultColumn,
  formatOfAnswer,
  formatOfBody,
  mediaTypes,
  streamWriters,
} from './formats.js';
import { JsonLines } from './json_lines.js';
import type { Limits } from './limits.js';
import { metadataOf } from './metadata.js';
import { openApi } from './openapi.js';
import { page, pagePolicy } from './page.js';
import { readParameters } from './parameters.js';
import { Problem, problemOf } from './problem.js';
import { findModel, type ServedModel } from './served_model.js';
import { isForeignOrigin, isServerName, type ServerNames } from './server_names.js';

/** Parts of a server. */
export interface ServerOptions {
  readonly models: ReadonlyMap<string, ServedModel>;
  readonly limits: Limits;
  readonly serverNames: ServerNames;
  /** Receiver of errors that are no fault of a request. */
  readonly onError: (error: unknown) => void;
}

const headers = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** Creates the server of models; it does not listen yet. */
export function createServer({ models, limits, serverNames, onError }: ServerOptions): FastifyInstance {
  const app = fastify({
    // whoever reads a body gives it up first, and still has an answer
    requestTimeout: limits.seconds * 1000 + 1000,
    // Node takes the longer of the two timeouts for the request
    http: {
      requestTimeout: limits.seconds * 1000 + 1000,
      headersTimeout: limits.seconds * 1000,
      connectionsCheckingInterval: 1000,
      // one without a name is refused like one with another
      requireHostHeader: false,
    },
    clientErrorHandler: refuseClient,
    forceCloseConnections: false,
    // a request that has arrived is answered, even while the server ends
    return503OnClosing: false,
    exposeHeadRoutes: true,
    frameworkErrors: (error, _request, reply) => refuse(reply, error, onError),
    routerOptions: { maxParamLength: 500 },
  });
  app.setReplySerializer(jsonLine);
  app.removeAllContentTypeParsers();
  // bodies are read by whoever knows what is in them, as they arrive
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  // a client that asks before it sends a large body is spared that
  app.server.on('checkContinue', (request, response) => {
    if (!declaresTooLarge(request, limits)) response.writeContinue();
    app.server.emit('request', request, response);
  });
  // other expectations are none of this server's: RFC 9110 lets it pass them over
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (!isServerName(request.headers.host, serverNames))
      throw new Problem(421, 'this server does not go by that name; --allow-host makes it one of its own');
    if (isForeignOrigin(request.headers.origin, serverNames))
      throw new Problem(403, 'pages of others cannot ask this server');
  });
  app.setErrorHandler((error, _request, reply) => refuse(reply, error, onError));
  app.setNotFoundHandler((request, reply) =>
    refuse(
      reply,
      new Problem(
        404,
        `no ${request.method} ${request.url.split('?')[0].slice(0, 100)}; there is ${places(models)}`,
      ),
      onError,
    ),
  );

  const all = () => [...models.values()].map(metadataOf);
  app.get('/', (_request, reply) =>
    reply.header('Content-Security-Policy', pagePolicy).type('text/html; charset=utf-8').send(page(all())),
  );
  app.get('/healthz', async () => ({ status: 'ok', models: [...models.keys()] }));
  app.get('/metadata', async () => ({ models: all() }));
  app.get('/openapi.json', async () => openApi([...models.values()], limits));
  app.get<Named>('/models/:name/metadata', async ({ params }) => metadataOf(findModel(models, params.name)));

  let running = 0;
  const answer = async (model: ServedModel, request: FastifyRequest, reply: FastifyReply) => {
    if (running >= limits.concurrent)
      throw new Problem(
        503,
        `${limits.concurrent} requests are being answered (--max-concurrent); come again`,
        {
          'Retry-After': '1',
        },
      );
    running++;
    reply.raw.once('close', () => running--);
    return predict(model, request, reply, { limits, onError });
  };
  app.post<Named>('/models/:name/predict', (request, reply) =>
    answer(findModel(models, request.params.name), request, reply),
  );
  app.post('/predict', (request, reply) => {
    if (models.size > 1)
      throw new Problem(
        404,
        `there are several models: /models/NAME/predict, of ${[...models.keys()].join(', ')}`,
      );
    const [only] = models.values();
    return answer(only, request, reply);
  });
  return app;
}

interface Named {
  Params: { name: string };
}

const places = (models: ReadonlyMap<string, ServedModel>): string =>
  [
    ...(models.size === 1 ? ['POST /predict'] : []),
    'POST /models/NAME/predict, GET /, /healthz, /metadata, /models/NAME/metadata and /openapi.json',
  ].join(', ');

/** JSON that ends a line, as terminals and tools of lines have it. */
const jsonLine = (payload: unknown): string => `${JSON.stringify(payload)}\n`;

function refuse(reply: FastifyReply, error: unknown, onError: (error: unknown) => void): FastifyReply {
  const problem = problemOf(withStatus(error));
  if (problem.status === 500 && !isGone(reply)) onError(error);
  return reply
    .status(problem.status)
    .headers(problem.headers)
    .type(mediaTypes.json)
    .serializer(jsonLine)
    .send({ [faultColumn]: { message: problem.message } });
}

/** Whether whoever asked has left. */
const isGone = ({ request }: FastifyReply): boolean => request.raw.errored != null;

/** A fault of the request that the library found: an address that is none, say. */
function withStatus(error: unknown): unknown {
  const { statusCode = 500 } = error as { readonly statusCode?: number };
  return !(error instanceof Problem) && statusCode >= 400 && statusCode < 500
    ? new Problem(statusCode, 'not a request that this server understands')
    : error;
}

/** Answers the rows of a request, by the version that the model has when it arrives. */
async function predict(
  { name, version }: ServedModel,
  request: FastifyRequest,
  reply: FastifyReply,
  { limits, onError }: Pick<ServerOptions, 'limits' | 'onError'>,
): Promise<FastifyReply> {
  if (declaresTooLarge(request.raw, limits)) throw tooLarge(limits.body);
  const body = formatOfBody(request.headers['content-type'], request.headers['content-encoding']);
  const format = formatOfAnswer(request.headers.accept, body);
  const { options, keep } = readParameters(new URLSearchParams(request.url.split('?')[1] ?? ''));
  const predictor = version.predictor(options);
  const end = performance.now() + limits.seconds * 1000;
  const checkTime = () => {
    if (performance.now() > end)
      throw new Problem(503, `took longer than ${limits.seconds} s (--timeout); send fewer rows at once`);
  };
  const bytes = readBody(request.raw, limits, checkTime);
  const json = body === 'json' ? new JsonLines() : undefined;
  const warnings: string[] = [];
  const answers = answerRows({
    rows: json ? json.split(bytes) : bytes,
    format: body === 'csv' ? 'csv' : 'jsonl',
    preprocessing: version.preprocessing,
    predictor,
    keep,
    keepTypes: format !== 'csv',
    mostRows: limits.rows,
    checkTime,
    warn: (message) => warnings.push(message),
  });
  reply.header('Mlp-Model-Sha256', version.sha256);
  if (format === 'json') {
    const text = answerTexts(keep, predictor.columns);
    const predictions: string[] = [];
    let good = 0;
    try {
      for await (const part of answers)
        for (const each of part) {
          predictions.push(text(each));
          if (!each.fault) good++;
        }
    } catch (error) {
      // an array without rows has no answers
      if (json?.count !== 0 || error instanceof Problem) throw error;
    }
    return reply
      .status(good === 0 && predictions.length > 0 ? 422 : 200)
      .type(`${mediaTypes.json}; charset=utf-8`)
      .send(
        `{"model":${JSON.stringify(name)},"predictions":[${predictions.join()}],` +
          `"warnings":${JSON.stringify(warnings)}}`,
      );
  }
  const writer = streamWriters[format](keep, predictor.columns);
  const text = textOf(answers, writer.head, writer.write);
  // what is wrong with the body as a whole shows before the first row, when there still is a status to say so
  const first = await text.next();
  const failed = (error: unknown) => {
    const problem = problemOf(error);
    if (problem.status === 500 && !isGone(reply)) onError(error);
    return writer.end(problem);
  };
  // a client that does not take its answer keeps it no longer than this
  const timer = setTimeout(() => reply.raw.destroy(), limits.seconds * 1000 + 5000).unref();
  reply.raw.once('close', () => clearTimeout(timer));
  return reply.type(`${mediaTypes[format]}; charset=utf-8`).send(Readable.from(stream(first, text, failed)));
}

async function* textOf(
  answers: AsyncIterable<readonly RowAnswer[]>,
  head: string,
  write: (answer: RowAnswer) => string,
): AsyncGenerator<string> {
  let text = head;
  for await (const part of answers) {
    for (const each of part) text += write(each);
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

async function* stream(
  first: IteratorResult<string>,
  rest: AsyncGenerator<string>,
  failed: (error: unknown) => string,
): AsyncGenerator<string> {
  if (first.done) return;
  yield first.value;
  try {
    yield* rest;
  } catch (error) {
    yield failed(error);
  }
}
