import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp, repository } from '../helpers/cli.js';
import { isWithoutBrowser, launch, waitForState } from './browser.js';

const shipped = readdirSync(join(repository, 'configs')).filter((name) => name.endsWith('.json'));

/** Rows of two numbers, groups, times, weights, two labels and a number that follows from the two, some missing. */
const table = [
  'a,b,group,time,weight,left,right,y,day',
  ...Array.from({ length: 120 }, (_, i) => {
    const [a, b] = [Math.sin(7 * i), Math.cos(5 * i)];
    const labels = [a > 0 ? 1 : 0, b > 0.3 ? 1 : 0];
    const day = `2024-${String(1 + (i % 12)).padStart(2, '0')}-15`;
    return [i % 17 === 0 ? '' : a, b, `g${i % 12}`, i, 1 + (i % 3), ...labels, a * b, day].join();
  }),
].join('\n');

const lines = Array.from({ length: 40 }, (_, i) =>
  JSON.stringify({ a: Math.sin(i), g: i % 3, y: i / 7 }),
).join('\n');

const numbers = { train: 'table.csv', features: ['a', 'b'], missing: 'median' };
const split = { type: 'random', validation: 0.2, test: 0.2 };

/** Configs of all that the shipped ones do not have. */
const others: Record<string, object> = {
  'data in .csv.gz': { data: { train: 'table.csv.gz', target: 'left', missing: 'median' } },
  'JSON lines': { data: { train: 'table.jsonl', target: 'y' } },
  'several labels': {
    data: { ...numbers, target: ['left', 'right'], split },
    task: 'classification',
  },
  groups: { data: { ...numbers, target: 'y', split: { ...split, type: 'group', column: 'group' } } },
  'a split by time': {
    data: {
      ...numbers,
      features: ['a', 'day'],
      target: 'y',
      split: { ...split, type: 'time', column: 'time' },
    },
  },
  'weights of rows and classes': {
    data: { ...numbers, target: 'left', weight: 'weight', split },
    training: { class_weight: 'balanced' },
  },
  'an ensemble in one network': {
    data: { ...numbers, target: 'left', split },
    training: { restarts: 3 },
    ensemble: 'shared',
  },
  'an ensemble of folds': { data: { ...numbers, target: 'left' }, ensemble: { type: 'folds', members: 3 } },
  'several numbers': { data: { ...numbers, features: ['time'], target: ['y', 'b'], split } },
  'a GAN of dates, categories and missing values, with rows set aside': {
    task: 'generation',
    data: { train: 'table.csv', features: ['a', 'group', 'day', 'left'], missing: 'median', split },
    training: { objective: 'gan' },
  },
  'a GAN of one number': {
    task: 'generation',
    data: { train: 'table.csv', features: ['b'] },
    training: { objective: { type: 'gan', latent: 1, loss: 'minimax' } },
  },
  'a GAN of categories alone': {
    task: 'generation',
    data: { train: 'table.csv', features: ['group'] },
    training: { objective: 'gan' },
  },
  'a VAE of one number': {
    task: 'generation',
    data: { train: 'table.csv', features: ['b'] },
    training: { objective: 'vae' },
  },
  'categories alone': { data: { train: 'table.csv', features: ['group'], target: 'left' } },
};

describe.skipIf(isWithoutBrowser)('the page', () => {
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  beforeAll(async () => {
    browser = await launch();
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => problems.push(message.text()));
  });
  afterAll(() => browser?.close());

  /** Writes a config beside the tables. */
  function write(config: object): string {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'table.csv'), table);
    writeFileSync(join(directory, 'table.csv.gz'), gzipSync(table));
    writeFileSync(join(directory, 'table.jsonl'), lines);
    const path = join(directory, 'config.json');
    writeFileSync(path, JSON.stringify({ layers: [{ type: 'dense', units: 4 }], ...config }));
    return path;
  }

  /** Opens a config as one file, trains an epoch, and looks into every panel. */
  async function show(config: string): Promise<void> {
    const file = join(temporaryDirectory(), 'page.html');
    expect(await mlp(['play', config, '--with-data', '--html', file])).toMatchObject({ code: 0, stderr: '' });
    await page.goto(`file://${file}`);
    await waitForState(page, 'ready');
    await page.getByRole('button', { name: 'Epoch', exact: true }).click();
    await expect.poll(() => page.getByTestId('epoch').textContent(), { timeout: 60_000 }).toMatch(/^1 of/);
    await expect.poll(() => page.locator('#losses figure').count()).toBe(1);
    for (const panel of await page.locator('section').all()) {
      const [heading, ...below] = (await panel.innerText()).split('\n').filter((line) => line !== '');
      expect(below.join(''), heading).not.toBe('');
    }
    expect(await page.locator('.problem').textContent()).toBe('');
    expect(problems).toEqual([]);
  }

  it.each(shipped)('shows and trains configs/%s', (name) => show(join(repository, 'configs', name)));

  it.each(Object.keys(others))('shows and trains %s', async (name) => {
    const { training = {}, ...rest } = others[name] as { training?: object };
    await show(write({ ...rest, training: { epochs: 4, ...training } }));
    await page.getByLabel('Speed').selectOption('full');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await waitForState(page, 'ended');
    expect(problems).toEqual([]);
  });

  it('shows each network of an ensemble of folds while it is trained', async () => {
    const data = { ...numbers, target: 'left' };
    await show(write({ data, ensemble: { type: 'folds', members: 3 }, training: { epochs: 1 } }));
    const bias = () => page.getByRole('button', { name: /^unit 1 of layer 1/ }).getAttribute('aria-label');
    const first = await bias();
    await page.getByRole('button', { name: 'Epoch', exact: true }).click();
    await expect.poll(() => page.locator('.standing').textContent()).toContain('2 of 3');
    await expect.poll(bias).not.toBe(first);
    expect(problems).toEqual([]);
  });
});
