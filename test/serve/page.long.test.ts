import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWithoutBrowser, launch } from '../play/browser.js';
import { type Program, start } from './program.js';
import { trainedProject } from './served.js';

const project = trainedProject();

describe.skipIf(isWithoutBrowser)('the page of mlp serve', () => {
  let browser: Browser;
  let program: Program;
  beforeAll(async () => {
    browser = await launch();
    program = await start(['serve', 'runs/class', 'number=runs/number', '--port', '0'], project().directory);
  });
  afterAll(async () => {
    await browser?.close();
    expect(await program?.end('SIGTERM')).toBe(143);
  });

  /** A page that has been opened, and what went wrong in it. */
  async function opened(width = 1200, colorScheme: 'light' | 'dark' = 'light') {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => problems.push(message.text()));
    page.on('request', (request) => {
      if (!request.url().startsWith(program.address)) problems.push(request.url());
    });
    await page.goto(program.address);
    return { page, problems };
  }

  const model = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

  async function predict(page: Page, name: string, values: Readonly<Record<string, string>>) {
    const form = model(page, name);
    for (const [label, value] of Object.entries(values))
      await form.getByLabel(label, { exact: true }).fill(value);
    await form.getByRole('button', { name: 'Predict' }).click();
    return form.getByRole('status');
  }

  it('answers a form as mlp predict does, and says what is wrong with it', async () => {
    const { page, problems } = await opened();
    const answer = await predict(page, 'class', { color: 'red', x: '1', z: '2', day: '2024-01-01' });
    const { stdout } = await project().done('predict runs/class -', {
      stdin: 'color,x,z,day\nred,1,2,2024-01-01\n',
    });
    const [prediction, ...probabilities] = stdout.trimEnd().split('\n')[1].split(',');
    await expect.poll(() => answer.getByRole('row').first().textContent()).toBe(`prediction${prediction}`);
    const meters = await answer.getByRole('meter').all();
    expect(await Promise.all(meters.map((each) => each.getAttribute('value')))).toEqual(probabilities);
    await answer.getByText('JSON').click();
    const shown = JSON.parse((await answer.locator('pre').textContent())!);
    expect(shown.predictions[0].prediction).toBe(prediction);

    await predict(page, 'class', { x: 'much' });
    await expect
      .poll(() => answer.locator('.bad').textContent())
      .toMatch(/^column 2 \(x\) holds numbers.*"much"/);
    expect(await model(page, 'class').getByLabel('x', { exact: true }).getAttribute('aria-invalid')).toBe(
      'true',
    );
    await predict(page, 'class', { x: '1', color: 'pink' });
    await expect.poll(() => answer.textContent()).toMatch(/warning: .*pink/);
    expect(await page.locator('[aria-invalid]').count()).toBe(0);
    // the other form is another model's
    const other = await predict(page, 'number', { color: 'red', x: '1', z: '2' });
    await expect.poll(() => other.getByRole('row').first().textContent()).toMatch(/^prediction-?\d/);
    expect(problems.filter((each) => !/422/.test(each))).toEqual([]);
  });

  it('says so where nothing answers', async () => {
    const { page } = await opened();
    await page.route('**/predict', (route) => route.abort());
    const answer = await predict(page, 'class', { color: 'red', x: '1', z: '2', day: '2024-01-01' });
    await expect.poll(() => answer.textContent()).toMatch(/no answer: /);
  });

  it.each(['light', 'dark'] as const)('can be read by all, wide and narrow, %s', async (scheme) => {
    for (const width of [400, 1200]) {
      const { page } = await opened(width, scheme);
      const answer = await predict(page, 'class', { color: 'pink', x: '1', z: '2', day: '2024-01-01' });
      await expect.poll(() => answer.textContent()).toMatch(/warning/);
      await predict(page, 'number', { color: 'red', x: 'much', z: '1' });
      await expect.poll(() => page.locator('.bad').count()).toBe(1);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      const violations = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
        `(() => { ${axe.source}; return axe.run().then(({ violations }) => violations); })()`,
      );
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      await page.close();
    }
  });
});
