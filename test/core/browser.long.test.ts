import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as core from '../../src/core.js';
import { loadConfig } from '../../src/run/load_config.js';
import { prepare } from '../../src/training/prepare.js';
import { chromiumPath } from '../helpers/chromium.js';
import { repository } from '../helpers/cli.js';
import { type Task, type Trained, trainFromArrays } from './train_from_arrays.js';

/** The splits of a config's data as a page may have them, encoded, in arrays. */
async function taskOf(name: string, set: readonly string[]): Promise<Omit<Task, 'backend'>> {
  const file = join(repository, 'configs', `${name}.json`);
  const config = loadConfig(file, { set });
  const { dataset, inputs } = await prepare(config, { directory: dirname(file) });
  const { target } = dataset.preprocessing;
  if (target.kind !== 'classes') throw new Error(`${name} has no classes`);
  const split = ({ x, t }: core.Split) => ({ x: Array.from(x), t: Array.from(t) });
  return {
    config: JSON.parse(JSON.stringify(config)),
    target: { kind: 'classes', classes: target.classes },
    inputs: inputs.columns,
    splits: { train: split(dataset.train), validation: split(dataset.validation!) },
  };
}

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Serves dist/core, an empty page, and one that is cross-origin isolated. */
function serve(): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    if (url.startsWith('/core/')) {
      response.writeHead(200, { 'Content-Type': 'text/javascript' });
      response.end(readFileSync(resolve(repository, 'dist', url.slice(1))));
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/html', ...(url === '/isolated' && isolation) });
    response.end('<!doctype html><title>mlp</title><link rel="icon" href="data:,">');
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

describe.skipIf(chromiumPath === undefined)('mlp/core in Chromium', () => {
  let browser: Browser;
  let server: Server;

  beforeAll(async () => {
    server = await serve();
    browser = await chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  /** A page, and what goes wrong in it. */
  async function open(path: string): Promise<{ page: Page; problems: string[] }> {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => problems.push(message.text()));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    return { page, problems };
  }

  async function trainIn(page: Page, task: Task): Promise<Trained> {
    const loaded = await page.evaluateHandle("import('/core/index.js')");
    // a handle stands for the module
    const run = trainFromArrays as unknown as (values: unknown) => Promise<Trained>;
    return page.evaluate<Trained, unknown>(run, [loaded, task]);
  }

  describe.each([
    ['/', false],
    ['/isolated', true],
  ])('on the page %s', (path, isIsolated) => {
    it.each([
      ['iris', []],
      ['digits', ['training.epochs=3']],
    ])('trains %s to the bits of Node, by each backend', async (name, set) => {
      const given = await taskOf(name, set);
      const { page, problems } = await open(path);
      expect(await page.evaluate('[crossOriginIsolated, typeof SharedArrayBuffer]')).toEqual([
        isIsolated,
        isIsolated ? 'function' : 'undefined',
      ]);
      const hashes = new Set<string>();
      for (const backend of ['js', 'wasm'] as const) {
        const task: Task = { ...given, backend };
        const here = await trainFromArrays([core, task]);
        expect(here.backend).toBe(backend);
        expect(await trainIn(page, task)).toEqual(here);
        hashes.add(here.sha256);
      }
      expect(hashes.size).toBe(1);
      expect(problems).toEqual([]);
      await page.close();
    });
  });
});
