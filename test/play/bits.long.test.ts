import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeSafetensors } from '../../src/files/index.js';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp, repository } from '../helpers/cli.js';
import { isWithoutBrowser, launch, open, serve, taken, trainToTheEnd } from './browser.js';

/** Hashes of the tensors of a model, by name. */
function hashes(model: Buffer): Record<string, string> {
  const { tensors } = decodeSafetensors(model, 'model', { dtypes: ['F64'], requireHash: true });
  return Object.fromEntries(
    [...tensors].map(([name, { data }]) => [
      name,
      createHash('sha256').update(new Uint8Array(data.buffer)).digest('hex'),
    ]),
  );
}

const short = ['--set', 'training.epochs=8'];

describe.skipIf(isWithoutBrowser)('the page trains to the bits of the command line', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it.each([
    ['spiral', []],
    ['penguins', []],
    ['reg-gauss', ['--seed', '5']],
    ['airquality', ['--set', 'optimizer=lbfgs', '--set', 'training.batch_size=full']],
    ['iris', ['--set', 'training.restarts=2', '--set', 'ensemble=shared']],
    ['ring-gan', []],
    ['penguins-gan', ['--seed', '3']],
    ['penguins-vae', []],
  ])('%s', async (name, set) => {
    const directory = temporaryDirectory();
    const config = join(repository, 'configs', `${name}.json`);
    const args = [config, ...short, ...set];
    const trained = await mlp(['train', ...args, '--out', join(directory, 'run'), '--quiet']);
    expect(trained.code).toBe(0);
    const served = await serve(args);
    const { page, problems } = await open(browser, served.address);
    await trainToTheEnd(page);
    expect(await page.locator('.problem').textContent()).toBe('');
    expect(hashes(await taken(page, 'Weights'))).toEqual(
      hashes(readFileSync(join(directory, 'run/model.safetensors'))),
    );
    expect(problems).toEqual([]);
    expect(await served.end()).toBe(130);
  });

  it('a config that the page gives is trained to its weights', async () => {
    const directory = temporaryDirectory();
    const served = await serve([join(repository, 'configs/iris.json'), ...short]);
    const { page } = await open(browser, served.address);
    await page.getByRole('button', { name: 'Layer 1: one unit less' }).click();
    await page.getByLabel('Learning rate').fill('0.02');
    await page.getByLabel('Learning rate').press('Enter');
    await trainToTheEnd(page);
    const weights = await taken(page, 'Weights');
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'config.json'), await taken(page, 'Config'));
    writeFileSync(join(directory, 'iris.csv'), readFileSync(join(repository, 'datasets/iris.csv')));
    const trained = await mlp(['train', 'config.json', '--out', 'run', '--quiet'], { cwd: directory });
    expect(trained).toMatchObject({ code: 0 });
    expect(hashes(weights)).toEqual(hashes(readFileSync(join(directory, 'run/model.safetensors'))));
    await served.end();
  });
});
