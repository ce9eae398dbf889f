import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { chromiumPath } from '../helpers/chromium.js';
import { repository } from '../helpers/cli.js';

/** Chromium; under CI one has to be there. */
export function launch(): Promise<Browser> {
  if (chromiumPath === undefined)
    throw new Error('no Chromium on this machine, which the tests of the page need');
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
}

/** Whether tests of the page are left out: on a machine without Chromium, unless it is that of CI. */
export const isWithoutBrowser = chromiumPath === undefined && !process.env.CI;

/** A program that serves a page, and its address. */
export interface Served {
  readonly address: string;
  /** Sends a signal, and gives the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `mlp play` as a person does. */
export async function serve(args: readonly string[], cwd = repository): Promise<Served> {
  const child = spawn(process.execPath, [join(repository, 'bin/mlp.js'), 'play', ...args], { cwd });
  const exit = new Promise<number | null>((done) => child.on('exit', done));
  let errors = '';
  child.stderr.on('data', (text) => (errors += text));
  const address = await new Promise<string>((done, fail) => {
    child.stdout.on('data', (text) => done(String(text).trim()));
    child.on('exit', () => fail(new Error(errors)));
  });
  return {
    address,
    end(signal = 'SIGINT') {
      child.kill(signal);
      return exit;
    },
  };
}

/** A page that has opened its config, with what went wrong in it. */
export interface Opened {
  readonly page: Page;
  readonly problems: readonly string[];
}

export async function open(
  browser: Browser,
  address: string,
  viewport = { width: 1400, height: 1000 },
): Promise<Opened> {
  const page = await browser.newPage({ viewport });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => problems.push(message.text()));
  await page.goto(address);
  await waitForState(page, 'ready');
  return { page, problems };
}

export const waitForState = (page: Page, state: string): Promise<void> =>
  expect.poll(() => page.getByTestId('state').textContent(), { timeout: 30_000 }).toContain(state);

/** Trains to the end, as fast as it can. */
export async function trainToTheEnd(page: Page): Promise<void> {
  await page.getByLabel('Speed').selectOption('full');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await waitForState(page, 'ended');
}

/** The file that a button gives. */
export async function taken(page: Page, button: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return readFileSync(await download.path());
}
