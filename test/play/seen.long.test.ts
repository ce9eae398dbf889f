import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { short } from '../../src/play/draw/format.js';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp } from '../helpers/cli.js';
import {
  isWithoutBrowser,
  launch,
  open,
  type Served,
  serve,
  trainToTheEnd,
  waitForState,
} from './browser.js';

const states = (page: Page) => page.locator('#tour select');
const cells = (page: Page, row: number, column: number) =>
  page.locator('#trace tbody tr').nth(row).locator('td').nth(column).locator('i').allTextContents();

describe.skipIf(isWithoutBrowser)('what the page shows of a network', () => {
  let browser: Browser;
  let served: Served;
  beforeAll(async () => {
    browser = await launch();
    served = await serve([]);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.end();
  });

  it('leads through the tour', async () => {
    const { page, problems } = await open(browser, served.address);
    await page.getByRole('button', { name: 'Begin' }).click();
    await expect.poll(() => page.locator('#tour').textContent()).toContain('State 1 of 14');
    await expect.poll(() => page.locator('#config textarea').inputValue()).toContain('"xor"');
    await page.getByRole('button', { name: 'Next state' }).click();
    await expect.poll(() => page.locator('#config textarea').inputValue()).toContain('x1*x2');
    await waitForState(page, 'ready');
    await trainToTheEnd(page);
    await expect
      .poll(() => page.locator('#confusion').textContent())
      .toContain('120 of 120 test rows are right');
    expect(problems).toEqual([]);
    await page.close();
  });

  it('shows gradients that vanish, units that are saturated, and links by their gradients', async () => {
    const { page, problems } = await open(browser, served.address);
    await states(page).selectOption('Vanishing gradients: eight layers of sigmoid');
    const sizes = () => page.locator('#gradients tbody td:nth-child(2)').allTextContents();
    await expect.poll(async () => (await sizes()).length).toBe(9);
    const [first, , , , , , , , last] = (await sizes()).map(Number);
    expect(first / last).toBeLessThan(1e-6);
    const weight = page.locator('.link title').first();
    expect(await weight.textContent()).toMatch(/^Weight from/);
    await page.getByLabel('Links show gradients').check();
    await expect.poll(() => weight.textContent()).toMatch(/^Gradient of the weight from/);
    // a bias so large that the unit is at the end of its range for every row
    await page.getByRole('button', { name: /^unit 1 of layer 1,/ }).click();
    await page.getByLabel('Bias of unit 1 of layer 1').last().fill('8');
    await page.getByLabel('Bias of unit 1 of layer 1').last().press('Enter');
    await expect
      .poll(() => page.getByRole('button', { name: /^unit 1 of layer 1,.*saturated/ }).count())
      .toBe(1);
    await expect.poll(() => page.locator('#gradients').textContent()).toContain('1 of 8');
    expect(problems).toEqual([]);
    await page.close();
  });

  it('goes back to past epochs, and on from the present one', async () => {
    const { page, problems } = await open(browser, served.address);
    const bias = () => page.getByRole('button', { name: /^unit 1 of layer 1/ }).getAttribute('aria-label');
    const initial = await bias();
    await page.getByRole('button', { name: 'Epoch', exact: true }).click();
    await expect.poll(() => page.getByTestId('epoch').textContent()).toMatch(/^1 of/);
    const present = await bias();
    expect(present).not.toBe(initial);
    await page.getByLabel('Epoch whose weights are shown').fill('0');
    await expect.poll(() => page.locator('#past').textContent()).toContain('as after epoch 0');
    await expect.poll(bias).toBe(initial);
    await page.getByRole('button', { name: 'Back to now' }).click();
    await expect.poll(bias).toBe(present);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('follows a row as mlp trace does', async () => {
    const { page, problems } = await open(browser, served.address);
    const config = () => page.locator('#config textarea').inputValue();
    const before = await config();
    await states(page).selectOption('Exclusive or, learned');
    await expect.poll(config).not.toBe(before);
    await waitForState(page, 'ready');
    await page.getByLabel(/^Training row/).fill('3');
    await page.getByLabel(/^Training row/).press('Enter');
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'config.json'), await config());
    const { stdout } = await mlp(['trace', 'config.json', '--row', '3', '--json'], { cwd: directory });
    const { modules } = JSON.parse(stdout);
    const texts = (values: readonly number[]) => values.map(short);
    await expect.poll(() => cells(page, 1, 0)).toEqual(texts(modules[0].output));
    expect(await cells(page, 0, 0)).toEqual(texts(modules[0].input));
    expect(await cells(page, 0, 1)).toEqual(texts(modules[0].outgoing));
    expect(await cells(page, 2, 1)).toEqual(texts(modules[1].incoming));
    expect(await cells(page, modules.length, 0)).toEqual(texts(modules.at(-1).output));
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each([
    [1400, 'light'],
    [400, 'dark'],
  ] as const)('is for everybody: %d px, %s', async (width, colorScheme) => {
    const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.setViewportSize({ width, height: 900 });
    await page.goto(served.address);
    await states(page).selectOption('Exclusive or, learned');
    await page.getByRole('button', { name: 'Epoch', exact: true }).click();
    await expect.poll(() => page.locator('#past input').count()).toBe(1);
    await page.evaluate(axe.source);
    const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
    const [smallest, wider] = (await page.evaluate(`[
      Math.min(...[...document.querySelectorAll('body *')].map((each) => parseFloat(getComputedStyle(each).fontSize))),
      document.documentElement.scrollWidth - innerWidth,
    ]`)) as number[];
    expect(smallest).toBeGreaterThanOrEqual(12);
    expect(wider).toBeLessThanOrEqual(0);
    await context.close();
  });
});
