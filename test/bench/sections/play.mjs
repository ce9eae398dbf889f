import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { short, table } from '../markdown.mjs';
import { progress } from '../measure.mjs';

/** Seconds that a training is watched. */
export const settings = { thorough: { seconds: 10 }, quick: { seconds: 3 } };

const root = join(import.meta.dirname, '../../..');
const program = join(root, 'bin/mlp.js');

/** Trainings that last longer than they are watched: steps that are short, and steps that are long. */
const trainings = {
  spiral: ['configs/spiral.json', '--set', 'training.epochs=1000000'],
  digits: ['configs/digits.json', '--set', 'training.epochs=100000'],
};

const browser = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

/** Measures the page of `mlp play`: its size, and epochs and pictures a second beside the epochs of `mlp train`. */
export async function measure({ settings: { seconds } }) {
  const size = gzipSync(readFileSync(join(root, 'dist/play/page.html')), { level: 9 }).length;
  if (!browser) return { size, note: 'No Chromium on this machine: size alone.' };
  const results = {};
  for (const [name, args] of Object.entries(trainings)) {
    progress(`play: ${name}`);
    const [command, wasm] = ['native', 'wasm'].map((backend) => inShell(args, seconds, backend));
    results[name] = { ...(await inPage(args, seconds)), command, wasm };
  }
  return { size, trainings: results };
}

/** Epochs a second of `mlp train` by a backend (wasm where there is no native code), in one thread as a page has it. */
function inShell(args, seconds, backend) {
  const out = mkdtempSync(join(tmpdir(), 'mlp-bench-'));
  const limits = ['--set', `training.time_limit=${seconds}`, '--threads', '1', '--backend', backend];
  try {
    const run = join(out, 'run');
    execFileSync(process.execPath, [program, 'train', ...args, ...limits, '--out', run, '--quiet'], {
      cwd: root,
      stdio: 'ignore',
    });
    return readFileSync(join(run, 'metrics.jsonl'), 'utf8').trim().split('\n').length / seconds;
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** Epochs and pictures a second of the page, as fast as it can, with all that it draws. */
async function inPage(args, seconds) {
  const server = spawn(process.execPath, [program, 'play', ...args], { cwd: root });
  const chrome = await chromium.launch({ executablePath: browser, args: ['--no-sandbox'] });
  try {
    const address = await new Promise((done) => {
      server.stdout.once('data', (text) => done(String(text).trim()));
    });
    const page = await chrome.newPage({ viewport: { width: 1400, height: 1000 } });
    await page.goto(address);
    await page.getByText('ready', { exact: true }).waitFor();
    await page.getByLabel('Speed').selectOption('full');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForTimeout(1000);
    return await page.evaluate(`new Promise((done) => {
      const epoch = document.querySelector('[data-testid=epoch]');
      const [first, start] = [parseInt(epoch.textContent), performance.now()];
      let pictures = 0;
      new MutationObserver(() => pictures++).observe(epoch, { characterData: true, childList: true, subtree: true });
      setTimeout(() => {
        const seconds = (performance.now() - start) / 1000;
        done({ epochs: (parseInt(epoch.textContent) - first) / seconds, pictures: pictures / seconds });
      }, ${1000 * seconds});
    })`);
  } finally {
    await chrome.close();
    server.kill('SIGINT');
  }
}

export function report({ size, note, trainings: measured = {} }) {
  const rows = Object.entries(measured).map(([name, { epochs, pictures, command, wasm }]) => [
    name,
    short(command),
    short(wasm),
    short(epochs),
    short(epochs / command),
    short(pictures),
  ]);
  return [
    '## The page of mlp play',
    '',
    `${short(size / 1000)} kB gzipped. ` +
      (note ?? 'Epochs a second by mlp train and by the page, which draws meanwhile:'),
    ...(rows.length > 0
      ? [
          '',
          table(['training', 'mlp train', 'by wasm', 'page', 'page / mlp train', 'pictures a second'], rows),
        ]
      : []),
  ].join('\n');
}
