import { hostname } from 'node:os';
import { type Command, Option } from 'commander';
import { defaultLimits } from '../../serve/limits.js';
import { openApi } from '../../serve/openapi.js';
import { runServer } from '../../serve/run_server.js';
import { serveModels } from '../../serve/served_model.js';
import { loopbackNames } from '../../serve/server_names.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { exitCodeOf, type Signal } from '../interruption.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { note, printError, warn } from '../messages.js';
import { addOptions, integer, type SharedOptions } from '../options.js';
import { addReadingOption, type ReadingOptions } from '../reading_option.js';

interface Options extends ReadingOptions, Pick<SharedOptions, 'threads' | 'backend' | 'quiet'> {
  readonly host: string;
  readonly port: number;
  readonly allowHost: readonly string[];
  readonly maxBody: number;
  readonly maxRows: number;
  readonly maxConcurrent: number;
  readonly timeout: number;
  readonly openapi?: boolean;
}

const mebibyte = 2 ** 20;

export function define(command: Command, context: Context): void {
  addReadingOption(addOptions(command, 'threads', 'backend', 'quiet'))
    .description(
      'Answer rows over HTTP as mlp predict does, to the last bit: POST JSON, JSON lines or CSV to /predict, or of ' +
        'several models to /models/NAME/predict. A page to try them is at /, their columns at /metadata, all that ' +
        'can be asked at /openapi.json. A model whose file changes is read anew. SIGTERM or Ctrl-C ends it when ' +
        'what has been asked is answered.',
    )
    .argument('<models...>', 'run directories or model files; NAME=PATH gives one another name')
    .option('--port <n>', 'port to listen on; 0 for one that is free', integer(0, 65535), 8080)
    .option(
      '--host <address>',
      'address to listen on; 0.0.0.0 or :: for all, so that other machines can ask: there is no password',
      '127.0.0.1',
    )
    .addOption(
      new Option(
        '--allow-host <name>',
        'a name by which others call this server, behind a proxy, say; can be repeated',
      )
        .argParser((text, previous: readonly string[]) => [...previous, text.toLowerCase()])
        .default([], 'its address; this machine and its name'),
    )
    .option('--max-body <mib>', 'most MiB of a request', integer(1, 2 ** 20), defaultLimits.body / mebibyte)
    .option('--max-rows <n>', 'most rows of a request', integer(1, 2 ** 31), defaultLimits.rows)
    .option('--max-concurrent <n>', 'most requests at once', integer(1, 2 ** 16), defaultLimits.concurrent)
    .option('--timeout <s>', 'most seconds of a request', integer(1, 86_400), defaultLimits.seconds)
    .option('--openapi', 'print what can be asked as OpenAPI 3.1, and serve nothing')
    .action((models: readonly string[], options: Options) => serve(models, options, context));
  addExamples(
    command,
    'mlp serve runs/iris --openapi > openapi.json',
    'mlp serve flowers=runs/iris --openapi | head -n 3',
  );
}

async function serve(paths: readonly string[], options: Options, context: Context): Promise<void> {
  const { allowHost, host, maxBody, maxConcurrent, maxRows, port, set, timeout } = options;
  const models = serveModels(paths, {
    set,
    kernels: () => kernelsFor({ ...options, quiet: true }, context),
    resolve: (path) => pathFrom(context, path),
  });
  const limits = { body: maxBody * mebibyte, rows: maxRows, seconds: timeout, concurrent: maxConcurrent };
  if (options.openapi) {
    const description = openApi([...models.values()], limits);
    return write(context.stdout, `${JSON.stringify(description, null, 2)}\n`);
  }
  const running = await runServer({
    models,
    host,
    port,
    serverNames: {
      names: [...loopbackNames, host.toLowerCase(), hostname().toLowerCase(), ...allowHost],
      anyAddress: !loopbackNames.includes(host),
    },
    limits,
    onError: (error) =>
      printError(context, error instanceof Error ? (error.stack ?? error.message) : String(error)),
    onReload: (name) => note(context, options, `${name}: read anew, as its file has changed`),
    onStale: (name, error) =>
      warn(context, `${name}: ${(error as Error).message}; the model as it was before goes on answering`),
  });
  try {
    await write(context.stdout, `${running.address}\n`);
    note(context, options, `${[...models.keys()].join(', ')}: open this address to try; Ctrl-C ends it`);
    const signal = await new Promise<Signal>((done) => {
      context.onSignal(done);
    });
    context.exitCode = exitCodeOf(signal);
  } finally {
    await running.close();
  }
}
