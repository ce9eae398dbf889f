import { once } from 'node:events';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Running, serve } from '../../src/cli/play/server.js';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp, repository } from '../helpers/cli.js';
import { serve as start } from '../play/browser.js';

/** Content that the program has put into a page. */
const givenIn = (page: string) =>
  JSON.parse(/<script type="application\/json" id="given">(.*?)<\/script>/s.exec(page)![1]);

async function pageOf(args: readonly string[], cwd = repository) {
  const { code, stdout, stderr } = await mlp(['play', ...args, '--html', '-'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return givenIn(stdout);
}

const decode = (text: string) => Buffer.from(text, 'base64').toString();

describe('mlp play --html', () => {
  it('writes a page with nothing in it, or with a config as it is written', async () => {
    expect(await pageOf([])).toEqual({});
    const { config, ...others } = await pageOf(['configs/spiral.json']);
    const written = JSON.parse(readFileSync(join(repository, 'configs/spiral.json'), 'utf8'));
    expect(JSON.parse(config)).toEqual({ ...written, name: 'spiral' });
    expect(others).toEqual({});
  });

  it('puts the data in where it is asked to, under their names alone', async () => {
    const without = await pageOf(['configs/iris.json']);
    expect(without.files).toBeUndefined();
    const { config, files } = await pageOf(['configs/iris.json', '--with-data']);
    expect(JSON.parse(config).data.train).toBe('iris.csv');
    expect(Object.keys(files)).toEqual(['iris.csv']);
    expect(decode(files['iris.csv'])).toBe(readFileSync(join(repository, 'datasets/iris.csv'), 'utf8'));
    expect(config).toBe(without.config);
  });

  it('takes a file of data, a run, and changes of the config', async () => {
    const { propose, files } = await pageOf(['datasets/iris.csv', '--with-data']);
    expect([propose, Object.keys(files)]).toEqual(['iris.csv', ['iris.csv']]);
    const { config } = await pageOf(['configs/spiral.json', '--set', 'training.epochs=7', '--seed', '5']);
    expect(JSON.parse(config)).toMatchObject({ seed: 5, training: { epochs: 7 } });
    const run = join(temporaryDirectory(), 'run');
    await mlp(['train', 'configs/iris.json', '--set', 'training.epochs=1', '--out', run, '--quiet']);
    const given = await pageOf([run, '--with-data']);
    expect(given.model).toBe('model.safetensors');
    expect(Object.keys(given.files)).toEqual(['iris.csv', 'model.safetensors']);
  });

  it('takes files of one name, and of patterns', async () => {
    const directory = temporaryDirectory();
    for (const name of ['a.csv', 'b.csv'])
      writeFileSync(join(directory, name), `x,y\n1,2\n3,${name.length}\n`);
    writeFileSync(
      join(directory, 'c.json'),
      JSON.stringify({ data: { train: '*.csv', test: 'a.csv', target: 'y' } }),
    );
    const { config, files } = await pageOf(['c.json', '--with-data'], directory);
    expect(JSON.parse(config).data).toMatchObject({ train: ['a.csv', 'b.csv'], test: '2-a.csv' });
    expect(Object.keys(files)).toEqual(['a.csv', 'b.csv', '2-a.csv']);
  });

  it('lets no text of a file end the element that it stands in', async () => {
    const directory = temporaryDirectory();
    const text = '{ "name": "</script><script>alert(1)//", "data": { "train": { "generator": "xor" } } }';
    writeFileSync(join(directory, 'c.json'), text.replace('/', '\\u2215').replace('//', '--'));
    const { stdout } = await mlp(['play', 'c.json', '--html', '-'], { cwd: directory });
    expect(stdout.match(/<script>/g)).toHaveLength(1);
  });

  it.each([
    ['nothing.json', 66, /nothing.json: config not found/],
    ['nothing.csv', 66, /nothing.csv: data not found/],
    ['bad.json', 78, /did you mean "layers"/],
    ['stdin.json', 2, /data from stdin.*a page takes files/],
    ['large.csv', 65, /large.csv: 65 MiB of data; a page takes up to 64 MiB: train it by mlp train/],
  ])('refuses %s', async (name, code, message) => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'bad.json'), '{ "layer": [] }');
    writeFileSync(join(directory, 'stdin.json'), '{ "data": { "train": "-", "target": "y" } }');
    writeFileSync(join(directory, 'large.csv'), 'a,b\n');
    truncateSync(join(directory, 'large.csv'), 65 * 2 ** 20);
    const outcome = await mlp(['play', name, '--html', 'page.html'], { cwd: directory });
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toMatch(message);
  });
});

/** Headers that call the server by a name. */
const calling = (name: string): Record<string, string> => Object.fromEntries([['Host', name]]);

describe('the server', () => {
  let running: Running;
  beforeAll(async () => {
    const page = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">';
    running = await serve(page, 0);
  });
  afterAll(() => running.close());

  async function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
    const asked = request(new URL(path, running.address), { method, headers });
    asked.end();
    const [response] = await once(asked, 'response');
    let body = '';
    for await (const chunk of response) body += chunk;
    return { status: response.statusCode as number, headers: response.headers, body };
  }
  const path = () => running.address.slice(running.address.indexOf('/?'));

  it('gives its page to who has the token, with a strict policy', async () => {
    const { status, headers, body } = await ask(path());
    expect([status, body]).toEqual([200, expect.stringContaining('default-src')]);
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect((await ask(path(), calling(`localhost:${new URL(running.address).port}`))).status).toBe(200);
    expect(await ask(path(), {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  it.each([
    [
      'another name for it, as a page of someone else may have made',
      () => path(),
      calling('evil.example'),
      'GET',
      403,
    ],
    ['another port', () => path(), calling('127.0.0.1:1'), 'GET', 403],
    ['no token', () => '/', {}, 'GET', 403],
    ['a wrong token', () => `/?token=${'0'.repeat(32)}`, {}, 'GET', 403],
    ['a part of the token', () => path().slice(0, -1), {}, 'GET', 403],
    ['another page', () => path().replace('/?', '/etc/passwd?'), {}, 'GET', 404],
    ['another method', () => path(), {}, 'POST', 405],
  ])('refuses %s', async (_, asked, headers, method, status) => {
    const answer = await ask(asked(), headers as Record<string, string>, method);
    expect(answer.status).toBe(status);
    expect(answer.body).not.toContain('default-src');
  });

  it('listens on this machine alone, prints its address, and ends by a signal with its code', async () => {
    const served = await start([]);
    expect(served.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{32}$/);
    expect((await fetch(served.address)).status).toBe(200);
    const taken = await mlp(['play', '--port', new URL(served.address).port]);
    expect(taken).toMatchObject({ code: 74, stdout: '' });
    expect(taken.stderr).toMatch(/the port is in use; choose another one by --port/);
    expect(await served.end('SIGINT')).toBe(130);
  });
});
