import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import axe from 'axe-core';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp, repository } from '../helpers/cli.js';
import {
  isWithoutBrowser,
  launch,
  type Opened,
  open,
  type Served,
  serve,
  taken,
  trainToTheEnd,
  waitForState,
} from './browser.js';

/** The config as the page shows it. */
const configOf = async (page: Page) => JSON.parse(await page.locator('#config textarea').inputValue());

/** Waits until the config of the page has this in it, and the page has opened it. */
async function waitForConfig(page: Page, part: object): Promise<void> {
  await expect.poll(() => configOf(page)).toMatchObject(part);
  await waitForState(page, 'ready');
  expect(await page.locator('.problem').isVisible()).toBe(false);
}

/** Sets a slider as keys do. */
async function slide(page: Page, label: string, value: number): Promise<void> {
  await page.getByRole('slider', { name: label, exact: true }).fill(String(value));
}

async function write(page: Page, label: string, value: string): Promise<void> {
  const field = page.locator('input').and(page.getByLabel(label));
  await field.fill(value);
  await field.press('Enter');
}

describe.skipIf(isWithoutBrowser)('the page', () => {
  let browser: Browser;
  let served: Served;
  beforeAll(async () => {
    browser = await launch();
    served = await serve([]);
  });
  afterAll(async () => {
    await browser?.close();
    expect(await served?.end('SIGTERM')).toBe(143);
  });

  const opened = (viewport?: { width: number; height: number }): Promise<Opened> =>
    open(browser, served.address, viewport);

  it('has a control for all that the Playground has, each of which changes the config', async () => {
    const { page, problems } = await opened();
    await page.getByLabel('Data set').selectOption('xor');
    await waitForConfig(page, { data: { train: { generator: 'xor', rows: 400 } } });
    await slide(page, 'Rows', 200);
    await waitForConfig(page, { data: { train: { rows: 200 } } });
    await slide(page, 'Noise', 0.25);
    await waitForConfig(page, { data: { train: { noise: 0.25 } } });
    await slide(page, 'Test rows', 0.5);
    await waitForConfig(page, { data: { split: { test: 0.5 } } });
    await slide(page, 'Validation rows', 0.1);
    await waitForConfig(page, { data: { split: { validation: 0.1, test: 0.5 } } });
    await write(page, 'Batch size', 'full');
    await waitForConfig(page, { training: { batch_size: 'full' } });
    await write(page, 'Seed', '3');
    await waitForConfig(page, { seed: 3 });
    await page.getByLabel('x1*x2').check();
    await waitForConfig(page, { data: { basis: ['x1*x2'] } });
    await page.getByRole('checkbox', { name: 'x1', exact: true }).uncheck();
    await waitForConfig(page, { data: { features: ['x2'] } });
    await write(page, 'Other formulas', 'cos(2*x1)');
    await waitForConfig(page, { data: { basis: ['x1*x2', 'cos(2*x1)'] } });
    // pictures that come while one writes leave the text alone
    const formulas = page.locator('input').and(page.getByLabel('Other formulas'));
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await formulas.fill('x1^3');
    const written = page.getByTestId('epoch');
    const since = await written.textContent();
    await expect.poll(() => written.textContent()).not.toBe(since);
    expect(await formulas.inputValue()).toBe('x1^3');
    await formulas.fill('cos(2*x1)');
    await page.getByRole('button', { name: 'Reset' }).click();
    await waitForState(page, 'ready');
    await page.getByRole('button', { name: 'One layer more' }).click();
    await waitForConfig(page, { layers: [{}, {}, { type: 'dense', units: 4 }] });
    await page.getByRole('button', { name: 'Layer 3: one unit more' }).click();
    await waitForConfig(page, { layers: [{}, {}, { units: 5 }] });
    await page.getByLabel('Layer 3: activation').selectOption('relu');
    await waitForConfig(page, { layers: [{}, {}, { activation: 'relu' }] });
    await page.getByLabel('Layer 3: type').selectOption('dropout');
    await waitForConfig(page, { layers: [{}, {}, { type: 'dropout', rate: 0.2 }] });
    await page.getByRole('button', { name: 'One layer less' }).click();
    await page.getByRole('button', { name: 'One layer less' }).click();
    await page.getByLabel('Activation', { exact: true }).selectOption('swish');
    await waitForConfig(page, { layers: [{ activation: 'swish' }] });
    await page.getByLabel('Optimizer').selectOption('sgd');
    await waitForConfig(page, { optimizer: { type: 'sgd' } });
    await write(page, 'Learning rate', '0.3');
    await waitForConfig(page, { optimizer: { learning_rate: 0.3 } });
    await page.getByLabel('Rate schedule').selectOption('cosine');
    await waitForConfig(page, { optimizer: { schedule: 'cosine' } });
    await write(page, 'L1 penalty', '0.001');
    await write(page, 'L2 penalty', '0.002');
    await waitForConfig(page, { training: { l1: 0.001, l2: 0.002 } });
    await write(page, 'Epochs', '7');
    await page.getByLabel('Shuffle rows').uncheck();
    await waitForConfig(page, { training: { epochs: 7, shuffle: false } });
    await page.getByLabel('Problem').selectOption('regression');
    await waitForConfig(page, { task: 'regression' });
    await page.getByLabel('Loss', { exact: true }).selectOption('huber');
    await waitForConfig(page, { head: { loss: 'huber' } });
    await page.getByLabel('Discretise the output').check();
    await page.getByLabel('Show test').uncheck();
    expect(await page.locator('.plane circle.test').count()).toBe(0);
    await page.getByLabel('Show test').check();
    expect(await page.locator('.plane circle.test').count()).toBe(100);
    await trainToTheEnd(page);
    // test losses are filled in for epochs that were too fast to be seen
    await expect
      .poll(() => page.locator('.curves polyline.test').getAttribute('points'))
      .toMatch(/( .*){6,}/);
    expect(await page.getByTestId('epoch').textContent()).toBe('7 of 7');
    // the address is the state
    const config = await configOf(page);
    const other = await open(browser, page.url());
    expect(await configOf(other.page)).toEqual(config);
    expect([...problems, ...other.problems]).toEqual([]);
    await other.page.close();
    await page.close();
  });

  it('has the data sets, features, layers, speeds, colours and zeros of the Playground, and its numbers', async () => {
    const { page, problems } = await opened();
    for (const generator of ['circle', 'xor', 'gauss', 'spiral', 'reg_plane', 'reg_gauss']) {
      await page.getByLabel('Data set').selectOption(generator);
      await waitForConfig(page, { data: { train: { generator } } });
      await waitForState(page, 'ready');
      await expect.poll(() => page.locator('.plane circle.train').count()).toBeGreaterThan(100);
    }
    await page.getByLabel('Data set').selectOption('circle');
    await page.getByLabel('Problem').selectOption('classification');
    const features = ['x1^2', 'x2^2', 'x1*x2', 'sin(x1)', 'sin(x2)'];
    for (const [i, feature] of features.entries()) {
      await page.getByLabel(feature, { exact: true }).check();
      await waitForConfig(page, { data: { basis: features.slice(0, i + 1) } });
    }
    await waitForState(page, 'ready');
    for (const feature of ['x1', 'x2', ...features])
      expect(await page.getByRole('button', { name: feature, exact: true }).count(), feature).toBe(1);
    await page.getByRole('button', { name: 'Epoch', exact: true }).click();
    await expect.poll(() => page.getByTestId('epoch').textContent()).toMatch(/^1 of/);
    expect(await page.locator('.standing').textContent()).toMatch(/Training loss\d\.\d+.*Test loss\d\.\d+/);
    // colours of the map: many, or as many as there are classes
    const colours = () =>
      page.evaluate<number>(`(() => {
        const { width, height } = document.querySelector('.plane canvas');
        const context = document.querySelector('.plane canvas').getContext('2d');
        return new Set(new Uint32Array(context.getImageData(0, 0, width, height).data.buffer)).size;
      })()`);
    expect(await colours()).toBeGreaterThan(10);
    await page.getByLabel('Discretise the output').check();
    await expect.poll(colours).toBeLessThanOrEqual(2);
    expect(await page.getByLabel('Speed').locator('option').count()).toBe(4);
    const more = page.getByRole('button', { name: 'One layer more' });
    while (await more.isEnabled()) {
      const layers = (await configOf(page)).layers.length;
      await more.click();
      await expect.poll(async () => (await configOf(page)).layers.length).toBe(layers + 1);
    }
    expect((await configOf(page)).layers).toHaveLength(12);
    const zeros = { ...(await configOf(page)), layers: [{ type: 'dense', units: 2, initializer: 'zeros' }] };
    await page.locator('#config textarea').fill(JSON.stringify(zeros));
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect
      .poll(() =>
        page.getByRole('button', { name: /^Weight from x1 to unit 1 of layer 1/ }).getAttribute('aria-label'),
      )
      .toContain(': 0');
    // what the browser says of the test's own looking at pixels
    expect(problems.filter((text) => !text.includes('willReadFrequently'))).toEqual([]);
    await page.close();
  });

  it('keeps in the address what it shows beside the config', async () => {
    const { page, problems } = await open(browser, served.address);
    const chosen = (on: Page) =>
      on.evaluate<unknown[]>(`[...document.querySelectorAll('select, input:not([type=file])')]
        .map(({ type, checked, value, ariaLabel }) => [ariaLabel, type === 'checkbox' ? checked : value])`);
    const isSame = async (on: Page) => {
      const other = await open(browser, on.url());
      await expect.poll(() => chosen(other.page)).toEqual(await chosen(on));
      expect(other.problems).toEqual([]);
      await other.page.close();
    };
    await page.getByLabel('Speed').selectOption('5 epochs a second');
    await page.getByLabel('Shown').selectOption('1');
    await page.getByLabel('Discretise the output').check();
    await page.getByLabel('Show test').uncheck();
    await page.getByLabel('Links show gradients').check();
    await page.getByLabel('How many seeds').selectOption('9');
    await write(page, 'Training row', '7');
    expect(decodeURIComponent(page.url())).toContain(
      '{"speed":5,"output":1,"isDiscrete":true,"showsTest":false,"showsGradients":true,"row":7,"startCount":9}',
    );
    await isSame(page);
    await page.getByLabel('Data set').selectOption('reg_plane');
    await waitForConfig(page, { data: { train: { generator: 'reg_plane' } } });
    await isSame(page);
    // what a stranger has written into an address does no harm
    const address = page.url().replace(/&page=.*/, '');
    const broken = [
      '[]',
      '{"output":99,"row":1e9,"speed":"fast","viewSettings":{"axes":["a","b"],"at":{"x1":[]}}}',
    ];
    for (const text of broken) {
      const other = await open(browser, `${address}&page=${encodeURIComponent(text)}`);
      expect(await other.page.locator('.problem').isVisible()).toBe(false);
      expect(await other.page.getByLabel('Speed').inputValue()).toBe('30');
      expect(other.problems).toEqual([]);
      await other.page.close();
    }
    expect(problems).toEqual([]);
    await page.close();
  });

  it('trains several seeds side by side, and takes one of them', async () => {
    const { page, problems } = await open(browser, served.address);
    await write(page, 'Epochs', '40');
    await waitForConfig(page, { training: { epochs: 40 } });
    await page.getByLabel('How many seeds').selectOption('4');
    await page.getByRole('button', { name: 'Train them side by side' }).press('Enter');
    const start = (seed: number) => page.getByRole('button', { name: `seed ${seed}` });
    for (const seed of [0, 1, 2, 3])
      await expect.poll(() => start(seed).textContent(), { timeout: 30_000 }).toContain('epoch 40, ended');
    expect(await page.locator('.start canvas').count()).toBe(4);
    expect(await page.locator('.starts').textContent()).toContain('lowest training loss');
    await start(2).press('Enter');
    await waitForState(page, 'ended');
    expect(await start(2).getAttribute('aria-pressed')).toBe('true');
    expect((await configOf(page)).seed).toBe(2);
    const weights = await taken(page, 'Weights');
    await page.getByRole('button', { name: 'Reset' }).click();
    await waitForState(page, 'ready');
    expect(await start(2).getAttribute('aria-pressed')).toBe('false');
    await trainToTheEnd(page);
    expect(await taken(page, 'Weights')).toEqual(weights);
    await write(page, 'Learning rate', '0.02');
    await expect.poll(() => page.locator('.start').count()).toBe(0);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('trains a GAN on the ring, with the rows that it makes over those of the data', async () => {
    const { page, problems } = await opened();
    await page.getByLabel('Data set').selectOption('ring');
    await waitForConfig(page, { data: { train: { generator: 'ring' } } });
    await page.getByLabel('Problem').selectOption('generation');
    await waitForConfig(page, {
      task: 'generation',
      data: { ignore: ['label'] },
      training: { objective: 'vae' },
    });
    await page.getByLabel('Rows are made by').selectOption('gan');
    await waitForConfig(page, { task: 'generation', training: { objective: 'gan' } });
    await write(page, 'Epochs', '30');
    await waitForConfig(page, { training: { epochs: 30 } });
    const panel = (id: string) => page.locator(`#${id}`);
    const last = "[...document.querySelectorAll('#samples .plane canvas')].at(-1)";
    const picture = () => page.evaluate(`${last}.toDataURL()`);
    /** Pixels of the made rows' colour; none before there is a picture, which comes after the table. */
    const made = () =>
      page.evaluate(`(() => {
      const canvas = ${last};
      if (!canvas) return 0;
      const { width, height } = canvas;
      const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, width, height);
      let sum = 0;
      for (let i = 0; i < data.length; i += 4) sum += data[i] > 150 && data[i + 1] < 80 && data[i + 2] > 80;
      return sum;
    })()`);
    await expect.poll(() => panel('samples').locator('tbody tr').count()).toBe(5);
    await expect.poll(made).toBeGreaterThan(0);
    const before = await picture();
    await trainToTheEnd(page);
    await expect.poll(picture).not.toBe(before);
    await expect.poll(made).toBeGreaterThan(100);
    expect(await panel('losses').textContent()).toMatch(/discriminator [\d.]+generator [\d.]+/);
    expect(await panel('samples').locator('tbody tr').count()).toBe(5);
    expect(await panel('network').textContent()).toContain('its discriminator has');
    for (const absent of ['output', 'gradients', 'trace', 'confusion'])
      expect(await panel(absent).count()).toBe(0);
    await page.getByLabel('How many seeds').selectOption('4');
    await page.getByRole('button', { name: 'Train them side by side' }).click();
    for (const seed of [0, 1, 2, 3])
      await expect
        .poll(() => page.getByRole('button', { name: `seed ${seed}` }).textContent(), { timeout: 60_000 })
        .toContain('epoch 30, ended');
    expect(await page.locator('.start .made canvas').count()).toBe(4);
    await page.getByLabel('Data set').selectOption('gauss');
    await waitForConfig(page, {
      task: 'generation',
      data: { train: { generator: 'gauss' }, ignore: ['label'] },
    });
    await page.getByLabel('Problem').selectOption('classification');
    await waitForConfig(page, { task: 'classification' });
    expect((await configOf(page)).training.objective).toBeUndefined();
    expect(await panel('samples').count()).toBe(0);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('plays, pauses, takes steps and resets, by buttons and by keys', async () => {
    const { page, problems } = await opened();
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const epoch = async () => Number.parseInt((await page.getByTestId('epoch').textContent())!, 10);
    await button('Epoch').click();
    await expect.poll(epoch).toBe(1);
    for (let i = 0; i < 28; i++) await button('Step').click();
    await expect.poll(epoch).toBe(2);
    await button('Play').click();
    await expect.poll(epoch).toBeGreaterThan(3);
    await button('Pause').click();
    await waitForState(page, 'paused');
    const stopped = await epoch();
    await page.waitForTimeout(200);
    expect(await epoch()).toBe(stopped);
    await page.getByRole('heading', { name: 'mlp play' }).click();
    await page.keyboard.press('r');
    await waitForState(page, 'ready');
    expect(await epoch()).toBe(0);
    await page.keyboard.press('e');
    await expect.poll(epoch).toBe(1);
    await page.keyboard.press(' ');
    await waitForState(page, 'running');
    await page.keyboard.press(' ');
    await waitForState(page, 'paused');
    expect(problems).toEqual([]);
    await page.close();
  });

  it('shows what a unit gives, the value of a weight, and takes another', async () => {
    const { page, problems } = await opened();
    await page.getByRole('button', { name: /^unit 2 of layer 1/ }).hover();
    await expect
      .poll(() => page.locator('#output figcaption').textContent())
      .toContain('what the unit gives');
    const link = page.getByRole('button', { name: /^Weight from x1 to unit 1 of layer 1/ });
    await link.dispatchEvent('click');
    await write(page, 'Weight from x1 to unit 1 of layer 1', '1.25');
    await expect.poll(() => link.getAttribute('aria-label')).toContain(': 1.25');
    const drawn = () => link.locator('path:not(.hit)').getAttribute('stroke');
    expect(await drawn()).toBe('rgb(33 113 181)');
    await write(page, 'Weight from x1 to unit 1 of layer 1', '-1.25');
    await expect.poll(drawn).toBe('rgb(230 97 1)');
    await page.getByRole('button', { name: /^unit 1 of layer 2/ }).press('Enter');
    await write(page, 'Bias of unit 1 of layer 2', '-0.5');
    await expect
      .poll(() => page.getByRole('button', { name: /^unit 1 of layer 2/ }).getAttribute('aria-label'))
      .toContain('bias -0.5');
    expect(await page.locator('#export').textContent()).toContain(
      'did not start from the weights of the config',
    );
    await page.getByRole('button', { name: 'Close' }).click();
    expect(problems).toEqual([]);
    await page.close();
  });

  it('takes a CSV that is dropped on it, proposes a config as init does, and gives a run that eval accepts', async () => {
    const { page, problems } = await opened();
    const csv = readFileSync(join(repository, 'datasets/penguins.csv'), 'utf8');
    const data = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([${JSON.stringify(csv)}], 'penguins.csv'));
      return transfer;
    })()`);
    await page.locator('main').dispatchEvent('drop', { dataTransfer: data });
    await expect.poll(async () => (await configOf(page)).data.train).toBe('penguins.csv');
    const proposed = await mlp(['init', 'datasets/penguins.csv', '--preset', 'fast']);
    const { data: asked, ...others } = JSON.parse(proposed.stdout);
    expect(await configOf(page)).toEqual({ ...others, data: { ...asked, train: 'penguins.csv' } });
    await page.getByLabel('Target in penguins.csv').selectOption('species');
    await expect.poll(async () => (await configOf(page)).data.target).toBe('species');
    await waitForState(page, 'ready');
    await page.getByLabel('Across').selectOption('body_mass_g');
    await page.getByLabel('island', { exact: true }).selectOption('Dream');
    await slide(page, 'flipper_length_mm', 210);
    await expect
      .poll(() => page.locator('#output figcaption').textContent())
      .toContain('across: body_mass_g');
    await trainToTheEnd(page);
    const directory = temporaryDirectory();
    for (const [name, bytes] of Object.entries(unzipSync(await taken(page, 'Run')))) {
      const file = join(directory, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
    const metrics = JSON.parse(readFileSync(join(directory, 'play/metrics.json'), 'utf8'));
    const measured = await mlp(['eval', 'play', '--json'], { cwd: directory });
    expect(measured.stderr).toBe('');
    expect(JSON.parse(measured.stdout)).toMatchObject({
      train: metrics.train,
      validation: metrics.validation,
    });
    expect((await mlp(['report', 'play', '--quiet'], { cwd: directory })).code).toBe(0);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('refuses a bad config by the words of the command line, and goes on with the one before', async () => {
    const { page, problems } = await opened();
    const apply = async (text: string) => {
      await page.locator('#config textarea').fill(text);
      await page.getByRole('button', { name: 'Apply' }).click();
    };
    await apply(
      '{ "data": { "train": { "generator": "spiral" } }, "layers": [{ "type": "dens", "units": 3 }] }',
    );
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('did you mean "dense"?');
    await apply('{ "data": ');
    await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/^config:1:\d+/);
    await page.getByRole('button', { name: 'Epoch', exact: true }).click();
    await expect.poll(() => page.getByTestId('epoch').textContent()).toMatch(/^1 of/);
    await apply('{ "data": { "train": { "generator": "reg_plane" } }, "training": { "epochs": 3 } }');
    await expect.poll(() => page.getByTestId('epoch').textContent()).toBe('0 of 3');
    expect(await page.locator('.problem').isVisible()).toBe(false);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('gives pictures', async () => {
    const { page } = await opened();
    const svg = (await taken(page, 'Picture (SVG)')).toString();
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg.match(/<image /g)).toHaveLength(1);
    expect(svg).not.toContain('rgba(0, 0, 0, 0)');
    const png = await taken(page, 'Picture (PNG)');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    await page.close();
  });

  it.each(
    ['spiral', 'penguins', 'ring-gan'].flatMap((name) =>
      [400, 1400].flatMap((width) =>
        (['light', 'dark'] as const).map((scheme) => [name, width, scheme] as const),
      ),
    ),
  )(
    '%s at %i pixels, %s: no serious finding of axe, nothing wider than the screen, no small text',
    async (name, width, scheme) => {
      const other = await serve([join(repository, 'configs', `${name}.json`)]);
      const { page, problems } = await open(browser, other.address, { width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.getByRole('button', { name: 'Epoch', exact: true }).click();
      await expect.poll(() => page.getByTestId('epoch').textContent()).toMatch(/^1 of/);
      const found = await page.evaluate<{ impact: string; id: string; nodes: { html: string }[] }[]>(
        `(() => { ${axe.source}; return axe.run().then(({ violations }) => violations); })()`,
      );
      const serious = found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      const sizes = await page.evaluate<
        number[]
      >(`[...document.querySelectorAll('body *')].flatMap((element) => {
      const isText = [...element.childNodes].some(({ nodeType, nodeValue }) => nodeType === 3 && nodeValue.trim());
      if (!isText || !element.checkVisibility() || element.closest('script, title')) return [];
      const svg = element.closest('svg');
      const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
      return [scale * Number.parseFloat(getComputedStyle(element).fontSize)];
    })`);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
      expect(problems).toEqual([]);
      await page.close();
      await other.end();
    },
  );

  it('opens from disk as one file, with the data in it, and trains there', async () => {
    const file = join(temporaryDirectory(), 'page.html');
    const { code } = await mlp(['play', 'configs/iris.json', '--with-data', '--html', file]);
    expect(code).toBe(0);
    const { page, problems } = await open(browser, `file://${file}`);
    await page.getByRole('button', { name: 'Epoch', exact: true }).click();
    await expect.poll(() => page.getByTestId('epoch').textContent()).toMatch(/^1 of/);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('waits for the file that a config names, where that is not in the page', async () => {
    const file = join(temporaryDirectory(), 'page.html');
    await mlp(['play', 'configs/iris.json', '--html', file]);
    const page = await browser.newPage();
    await page.goto(`file://${file}`);
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('iris.csv: no such file');
    await page.getByLabel('Your own data').setInputFiles(join(repository, 'datasets/iris.csv'));
    await waitForState(page, 'ready');
    expect((await configOf(page)).optimizer).toMatchObject({ learning_rate: 0.01 });
    await page.close();
  });

  it('refuses a file that is too large, with the size and what to do', async () => {
    const { page } = await opened();
    await page.getByLabel('Your own data').setInputFiles({
      name: 'large.csv',
      mimeType: 'text/csv',
      buffer: Buffer.alloc(0),
    });
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toContain('large.csv: no data: the file is empty');
    await page.evaluate(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(65 * 2 ** 20)], 'large.csv'));
      dispatchEvent(new DragEvent('drop', { dataTransfer: transfer }));
    })()`);
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toContain('large.csv: 65 MiB; a page takes files of up to 64 MiB');
    await page.close();
  });
});
