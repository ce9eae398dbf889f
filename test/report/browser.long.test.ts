import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { charts } from '../../src/report/charts/index.js';
import { drawReport } from '../../src/report/index.js';
import { chromiumPath } from '../helpers/chromium.js';
import { sharedDirectory, trainRuns } from './runs.js';

const directory = sharedDirectory();

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
  test('a page with something wrong has a message on its console: the test would see it', async () => {
    const file = join(directory, 'wrong.html');
    writeFileSync(file, '<!doctype html><script>nothing.there()</script>');
    expect((await open(file)).messages).toHaveLength(1);
  });

  test('a report opens from disk without a message, and with every chart', async () => {
    const runs = await trainRuns(directory, ['plane', 'line', 'table_of_numbers', 'autoencoder_of_images']);
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
});
