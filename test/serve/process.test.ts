import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { mlp } from '../helpers/cli.js';
import { type Program, start } from './program.js';
import { trainedProject } from './served.js';

const project = trainedProject();
let program: Program | undefined;
afterEach(async () => {
  await program?.end('SIGKILL');
  program = undefined;
});

const started = (args: string): Promise<Program> => start(`serve ${args}`.split(' '), project().directory);
const serve = async (args: string): Promise<Program> => {
  program = await started(args);
  return program;
};

/** A program for all tests of a block. */
function served(args: string): () => Program {
  let shared: Program;
  beforeAll(async () => {
    shared = await started(args);
  });
  afterAll(() => shared?.end('SIGKILL'));
  return () => shared;
}

const json = { 'content-type': 'application/json' };
const row = JSON.stringify({ color: 'red', x: 1, z: 2, day: '2024-01-01' });

/** Sends a request whose body comes by and by, and gives what comes back, which may be before its end. */
async function ask(
  address: string,
  headers: Record<string, string>,
  body: Readable | string,
  path = '/predict',
) {
  const asked = httpRequest(new URL(path, address), { method: 'POST', headers });
  const answered = once(asked, 'response');
  if (typeof body === 'string') asked.end(body);
  else {
    asked.flushHeaders();
    body.pipe(asked);
    asked.on('error', () => {});
  }
  const [response] = (await answered) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, text, headers: response.headers };
}

describe('mlp serve', () => {
  it('prints its address, answers, and ends by a signal with its code when all is answered', async () => {
    const { address, end, output } = await serve('runs/class other=runs/number --port 0');
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const answer = await fetch(`${address}/models/other/predict`, {
      method: 'POST',
      headers: json,
      body: row,
    });
    expect([answer.status, ((await answer.json()) as { model: string }).model]).toEqual([200, 'other']);

    // a request that is half sent when the signal comes
    const lines = new Readable({ read() {} });
    const type = { 'content-type': 'application/x-ndjson' };
    const answered = ask(address, type, lines, '/models/class/predict');
    lines.push(`${row}\n`);
    await new Promise((done) => setTimeout(done, 300));
    const ended = end('SIGTERM');
    await expect
      .poll(() =>
        fetch(address).then(
          () => 'open',
          () => 'closed',
        ),
      )
      .toBe('closed');
    lines.push(`${row}\n`);
    lines.push(null);
    const { text } = await answered;
    expect(text.trimEnd().split('\n')).toHaveLength(2);
    expect(await ended).toBe(143);
    expect(output().stdout).toBe(`${address}\n`);
    expect(output().stderr).toMatch(/^note: class, other: open this address to try; Ctrl-C ends it\n$/);
  });

  it('takes the new version of a model while it answers, and keeps the old one where that is none', async () => {
    const { address, output } = await serve('runs/class --port 0');
    const sha = async () =>
      (await fetch(`${address}/predict`, { method: 'POST', headers: json, body: row })).headers.get(
        'mlp-model-sha256',
      );
    const before = await sha();
    await project().done('train class.json --out runs/class --force --quiet --seed 3');
    await expect.poll(sha).not.toBe(before);
    const after = await sha();
    project().write('runs/class/model.safetensors', 'nothing');
    await expect.poll(() => output().stderr).toMatch(/warning: class: .*goes on answering/s);
    expect(await sha()).toBe(after);
    expect(output().stderr).toContain('note: class: read anew, as its file has changed');
    await project().done('train class.json --out runs/class --force --quiet');
    await expect.poll(sha).toBe(before);
  });
});

/** Megabytes of memory that a process holds. */
const memory = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;

describe('mlp serve, asked for too much', () => {
  const program = served('runs/class --port 0 --max-body 1');

  it('refuses a body of 1 GB before it is sent, one that does not say how long it is, and other names', async () => {
    const { address } = program();
    const size = { ...json, 'content-length': String(2 ** 30) };
    const early = await ask(address, { ...size, expect: '100-continue' }, new Readable({ read() {} }));
    expect([early.status, early.text]).toEqual([413, expect.stringContaining('1,048,576 bytes')]);
    const [first] = [await ask(address, size, new Readable({ read() {} }))];
    expect(first.status).toBe(413);
    const endless = (piece: string) =>
      new Readable({
        read() {
          this.push(piece.repeat(1000));
        },
      });
    expect((await ask(address, json, endless(`[${row},`))).status).toBe(413);
    const streamed = endless(`${row}\n`);
    const lines = await ask(address, { 'content-type': 'application/x-ndjson' }, streamed);
    streamed.destroy();
    expect(lines.status).toBe(200);
    expect(lines.text.trimEnd().split('\n').at(-1)).toMatch(
      /^{"problem":{"message":"the body has more than.*"fatal":true}}$/,
    );
    const host = Object.fromEntries([['Host', 'evil.example']]);
    expect((await ask(address, { ...json, ...host }, row)).status).toBe(421);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
  });

  it.skipIf(!existsSync('/proc/self/status'))(
    'does not keep a body of 1 GB that is sent though it is refused (skipped where there is no /proc)',
    async () => {
      const { address, pid } = program();
      expect((await fetch(`${address}/predict`, { method: 'POST', headers: json, body: row })).status).toBe(
        200,
      );
      const before = memory(pid);
      for (const size of ['Content-Length: 1073741824', 'Transfer-Encoding: chunked']) {
        const socket = connect(Number(new URL(address).port), '127.0.0.1');
        socket.on('error', () => {});
        let text = '';
        socket.on('data', (part) => (text += part));
        socket.write(
          `POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${size}\r\n\r\n`,
        );
        const piece = ' '.repeat(2 ** 20);
        const part = size.endsWith('chunked') ? `100000\r\n${piece}\r\n` : piece;
        // as much as it takes, up to 200 MB
        for (
          let sent = 0;
          sent < 200 && !socket.destroyed && socket.writableLength < 20 * part.length;
          sent++
        ) {
          socket.write(part);
          await new Promise((done) => setImmediate(done));
        }
        await expect.poll(() => text).toMatch(/^HTTP\/1\.1 413 /);
        expect(memory(pid) - before).toBeLessThan(100);
        socket.destroy();
      }
      expect((await fetch(`${address}/healthz`)).status).toBe(200);
    },
  );
});

/** Text that comes by a connection, until its end. */
async function textOf(socket: Socket): Promise<string> {
  let text = '';
  for await (const part of socket) text += part;
  return text;
}

/** The status and the problem of an answer that is a refusal. */
const refusalIn = (text: string) => {
  const [, status, body] = /^HTTP\/1\.1 (\d+) .*?\r\n\r\n(.*)$/s.exec(text)!;
  return { status: Number(status), ...(JSON.parse(body) as { problem: { message: string } }) };
};

describe('mlp serve, asked by what is no request', () => {
  const program = served('runs/class --port 0');

  it.each([
    ['a line of another protocol', 'GARBAGE\r\n\r\n', 400, 'not a request that this server understands'],
    ['a line with a method of nobody', 'FETCH / HTTP/1.1\r\n\r\n', 400, 'not a request that this server'],
    ['headers without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'too many bytes'],
    ['no name of the server', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 421, 'does not go by that name'],
    [
      'an expectation that nobody has',
      'GET /none HTTP/1.1\r\nHost: localhost\r\nExpect: wonders\r\nConnection: close\r\n\r\n',
      404,
      'no GET /none',
    ],
  ])('%s: refused in the form of all refusals', async (_, request, status, message) => {
    const { address } = program();
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    socket.write(request);
    expect(refusalIn(await textOf(socket))).toEqual({
      status,
      problem: { message: expect.stringContaining(message) },
    });
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
  });
});

describe('mlp serve, asked too slowly', () => {
  const program = served('runs/class --port 0 --timeout 1');

  it('ends a request that takes too long to come', async () => {
    const { address } = program();
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    socket.write(
      'POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: 100\r\n\r\ncolor',
    );
    const { status, problem } = refusalIn(await textOf(socket));
    expect([status, problem.message]).toEqual([408, 'the body did not come within 1 s (--timeout)']);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
  });

  it('ends answers that have begun by a last line that says so', async () => {
    const lines = new Readable({ read() {} });
    const answered = ask(program().address, { 'content-type': 'application/x-ndjson' }, lines);
    lines.push(`${row}\n`);
    const { status, text } = await answered;
    lines.push(null);
    const [first, last] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([status, first.prediction, last]).toEqual([
      200,
      expect.any(String),
      { problem: { message: 'the body did not come within 1 s (--timeout)', fatal: true } },
    ]);
  });

  it('ends connections whose request never becomes one, beside which others are answered', async () => {
    const { address } = program();
    const texts = Array.from({ length: 50 }, async () => {
      const socket = connect(Number(new URL(address).port), '127.0.0.1');
      socket.write('POST /predict HTTP/1.1\r\nHost: localhost\r\nX-Slow');
      return textOf(socket);
    });
    expect((await fetch(`${address}/predict`, { method: 'POST', headers: json, body: row })).status).toBe(
      200,
    );
    for (const text of await Promise.all(texts))
      expect(refusalIn(text)).toEqual({
        status: 408,
        problem: { message: 'the request did not come in time (--timeout)' },
      });
  });
});

describe('in this process', () => {
  it('ends by the first signal with its code', async () => {
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const outcome = await project().mlp('serve runs/class --port 0 --backend js --timeout 900', {
        onSignal(listener) {
          setTimeout(() => listener(signal));
          return () => {};
        },
      });
      expect(outcome).toMatchObject({ code, stdout: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\n$/) });
    }
  });

  it('refuses a port in use, what is no model, and two of one name', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const busy = await project().mlp(`serve runs/class --port ${port}`);
    expect(busy).toMatchObject({ code: 74, stdout: '' });
    expect(busy.stderr).toMatch(/127\.0\.0\.1:\d+: the port is in use; choose another one by --port/);
    taken.close();
    const twice = await project().mlp('serve runs/class runs/class');
    expect([twice.code, twice.stderr]).toEqual([
      2,
      expect.stringContaining('two models are called "class"; name one: other=runs/class'),
    ]);
    expect(await project().mlp('serve runs/nothing')).toMatchObject({ code: 66 });
    expect(await project().mlp('serve class.json')).toMatchObject({ code: 65 });
    expect(await project().mlp('serve')).toMatchObject({ code: 2 });
  });

  it('prints its description by the limits that it has, and serves nothing', async () => {
    const { stdout } = await project().done(
      'serve runs/class b=runs/code --openapi --max-rows 17 --timeout 900',
    );
    const { paths } = JSON.parse(stdout);
    expect(Object.keys(paths)).toEqual([
      ...['class', 'b'].flatMap((name) => [`/models/${name}/predict`, `/models/${name}/metadata`]),
      '/metadata',
      '/healthz',
    ]);
    expect(paths['/models/b/predict'].post.requestBody.description).toContain('17 rows');
  });

  it('refuses a GAN, which predicts nothing', async () => {
    const { directory, done } = project();
    const gan = join(import.meta.dirname, '../../configs/ring-gan.json');
    await done(`train ${gan} --set training.epochs=1 --out runs/gan --quiet`);
    const refused = await mlp(['serve', 'runs/gan'], { cwd: directory });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/runs\/gan.*the model is a GAN.*see mlp sample/);
  });
});
