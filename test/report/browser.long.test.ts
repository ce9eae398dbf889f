import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { chromium } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { charts } from '../../src/report/charts/index.js';
import { drawReport } from '../../src/report/index.js';
import { sharedDirectory } from '../files/temporary_directory.js';
import { chromiumPath } from '../helpers/chromium.js';
import { type Kind, kinds, trainRuns } from './runs.js';

const directory = sharedDirectory();

/** Texts of a page's pictures that are too small, and pairs that overlap; what `measure_text.js` gives in a page. */
interface Measured {
  readonly width: number;
  readonly small: readonly string[];
  readonly overlapping: readonly string[];
}

const measureText = readFileSync(join(import.meta.dirname, 'measure_text.js'), 'utf8');

/** Opens a file from disk: the document as the browser has it, and what it says on its console. */
function open(file: string): Promise<{ dom: string; messages: string[] }> {
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--enable-logging=stderr',
    `--user-data-dir=${join(directory, 'profile')}`,
    '--dump-dom',
    `file://${file}`,
  ];
  return new Promise((resolve, reject) =>
    execFile(chromiumPath!, flags, { maxBuffer: 2 ** 26 }, (error, dom, log) =>
      error
        ? reject(error)
        : resolve({ dom, messages: log.split('\n').filter((line) => /:CONSOLE[(:]/.test(line)) }),
    ),
  );
}

describe.skipIf(chromiumPath === undefined)('in Chromium', () => {
  let runs: Readonly<Record<string, string>>;
  beforeAll(async () => {
    runs = await trainRuns(directory, Object.keys(kinds) as Kind[]);
  });

  test('a page with something wrong has a message on its console: the test would see it', async () => {
    const file = join(directory, 'wrong.html');
    writeFileSync(file, '<!doctype html><script>nothing.there()</script>');
    expect((await open(file)).messages).toHaveLength(1);
  });

  test('a report opens from disk without a message, and with every chart', async () => {
    const seen = new Set<string>();
    for (const run of Object.values(runs)) {
      const { html, charts: shown } = await drawReport(run, () => {});
      const file = join(run, 'report.html');
      writeFileSync(file, html);
      const { dom, messages } = await open(file);
      expect(messages).toEqual([]);
      const { document } = parseHTML(dom);
      for (const { name } of shown) {
        seen.add(name);
        const section = document.getElementById(name)!;
        expect(section.querySelectorAll('svg[role=img] :is(path, rect), td').length, name).toBeGreaterThan(0);
      }
      // The browser has repaired nothing: every element is where it was written.
      const count = (text: string) => parseHTML(text).document.querySelectorAll('*').length;
      expect(count(dom)).toBe(count(html));
    }
    expect([...seen].sort()).toEqual(Object.keys(charts).sort());
  });

  test('at 400 pixels text is 11 pixels or more, none lies on another, and the page is as wide as the screen', async () => {
    const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage({ viewport: { width: 400, height: 800 } });
      for (const [kind, run] of Object.entries(runs)) {
        const file = join(run, 'report.html');
        writeFileSync(file, (await drawReport(run, () => {})).html);
        await page.goto(`file://${file}`);
        const { width, small, overlapping } = await page.evaluate<Measured>(measureText);
        expect
          .soft({ kind, width, small, overlapping })
          .toEqual({ kind, width: 400, small: [], overlapping: [] });
        // on paper a dark screen makes no difference, and pictures are whole
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
        expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
          'rgb(255, 255, 255)',
        );
        const paper = await page.evaluate<number[]>(
          `[...document.querySelectorAll('.pictures')].map((each) => each.scrollWidth - each.clientWidth)`,
        );
        expect(Math.max(...paper), kind).toBeLessThanOrEqual(1);
        await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
      }
    } finally {
      await browser.close();
    }
  });
});
