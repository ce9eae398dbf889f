import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Chart } from '../../src/report/charts/chart.js';
import { charts } from '../../src/report/charts/index.js';
import { chartWidth } from '../../src/report/draw/plot.js';
import { colours, contrast, themeStyle, themes } from '../../src/report/draw/theme.js';
import { type Evidence, gather } from '../../src/report/evidence/evidence.js';
import { drawReport } from '../../src/report/index.js';
import { pageStyle } from '../../src/report/page/style.js';
import { sharedDirectory } from '../files/temporary_directory.js';
import { isLong } from '../helpers/runs.js';
import { type Kind, kinds, trainRuns } from './runs.js';

const directory = sharedDirectory();
const few: readonly Kind[] = ['table', 'table_of_numbers', 'plane_of_labels', 'autoencoder_of_images'];
const names = isLong ? (Object.keys(kinds) as Kind[]) : few;
let runs: Record<Kind, string>;
const evidence = {} as Record<Kind, Evidence>;

beforeAll(async () => {
  runs = await trainRuns(directory, names);
  for (const name of names) evidence[name] = await gather(runs[name], () => {});
}, 60_000);

describe.each(['light', 'dark'] as const)('the %s theme', (name) => {
  const theme = themes[name] as Readonly<Record<string, string>>;
  const style = name === 'light' ? themeStyle.split('@media')[0] : themeStyle.split('@media').at(-1)!;
  const defined = Object.fromEntries(
    [...style.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, key, colour]) => [key, colour]),
  );

  test('contrast by WCAG: 21 for black on white; 4.5 for text, 3 for what is drawn', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 9);
    // https://webaim.org/resources/contrastchecker gives 4.54 for #767676 on white
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
    for (const text of ['ink', 'quiet', 'link'])
      expect(contrast(theme[text], theme.page), text).toBeGreaterThan(4.5);
    const drawn = Object.keys(theme).filter((key) => /^(train|validation|test|category-\d+)$/.test(key));
    expect(drawn.length).toBeGreaterThan(10);
    for (const key of drawn) expect(contrast(theme[key], theme.page), key).toBeGreaterThan(3);
  });

  test('a count is readable on every colour of a confusion matrix', () => {
    expect(colours.onSequential).toHaveLength(colours.sequential.length);
    colours.sequential.forEach((_, i) => {
      expect(contrast(defined[`on-sequential-${i}`], defined[`sequential-${i}`]), `${i}`).toBeGreaterThan(
        4.5,
      );
    });
  });
});

test('on paper a page is light, nothing is scrolled, and no picture is broken', () => {
  expect(themeStyle).toContain('@media screen and (prefers-color-scheme: dark)');
  expect(themeStyle.match(/@media[^{]*dark/g)).toHaveLength(1);
  const print = pageStyle.slice(pageStyle.indexOf('@media print {\n'));
  expect(print).toContain('break-inside: avoid');
  expect(print).toContain('overflow: visible');
  expect(print).toContain('min-width: 0 !important');
});

/** Pixels that a page 400 pixels wide has for a picture: less the margins of page and section, and their border. */
const narrowest = 400 - 2 * 8 - 2 * (0.55 * 16) - 2;

test.each(names)('%s: text is 11 pixels high or more on a page 400 pixels wide', (kind) => {
  for (const [name, chart] of Object.entries<Chart>(charts)) {
    if (!chart.applies(evidence[kind])) continue;
    for (const { svg, width, leastWidth } of chart.draw(evidence[kind]).pictures) {
      // that of the whole picture is in its style, over an attribute of Plot's
      const usual = Number(/<svg[^>]* style="font-size:(\d+)px/.exec(svg)![1]);
      const others = [...svg.matchAll(/<(?:g|text) [^>]*font-size="(\d+)"/g)].map(([, size]) => Number(size));
      const shown = Math.max(leastWidth, Math.min(width, narrowest));
      expect((Math.min(usual, ...others) * shown) / width, name).toBeGreaterThanOrEqual(11);
      // and a chart of the usual width is not scrolled there
      if (width === chartWidth) expect(leastWidth, name).toBeLessThanOrEqual(narrowest);
    }
  }
});

test('the metrics are a row each; points stand below each other', async () => {
  const { html } = await drawReport(runs.table_of_numbers, () => {});
  const { document } = parseHTML(html);
  const [table] = document.querySelectorAll('header table');
  const columns = [1, 2, 3].map((j) =>
    [...table.querySelectorAll('tbody tr')].map((row) => row.querySelectorAll('th, td')[j].textContent),
  );
  expect(columns[0].length).toBeGreaterThan(5);
  for (const column of columns) {
    // a figure space is as wide as a digit, a punctuation space as a point
    const behind = column.map((cell) => cell.length - cell.search(/[.\u2008]/));
    expect(new Set(behind).size, column.join()).toBe(1);
  }
  expect(table.parentElement!.className).toBe('scroll');
});

test('dots of a calibration are as large as their rows are many', () => {
  for (const kind of ['table', 'plane_of_labels'] as const) {
    const { svg } = charts.calibration.draw(evidence[kind]).pictures[0];
    const dots = [...svg.matchAll(/<circle r="([\d.]+)"[^>]*><title>(\d+) rows/g)];
    expect(dots.length).toBeGreaterThan(1);
    const [r0, n0] = dots[0].slice(1).map(Number);
    for (const [, r, rows] of dots) expect(Number(r) ** 2 / Number(rows), kind).toBeCloseTo(r0 ** 2 / n0, 3);
  }
});

test('a metric has the training split as a dot at the weights that were kept', () => {
  const { caption, pictures } = charts.learning_curves.draw(evidence.table);
  const { svg } = pictures.find(({ name }) => name === 'accuracy')!;
  const { accuracy } = evidence.table.parts[0].report as unknown as { accuracy: number };
  expect(svg).toContain(
    `<title>train, epoch ${evidence.table.model.summary.best_epoch}: ${accuracy}</title>`,
  );
  expect(caption).toContain('a pass over all of its rows');
});

test('R² of an autoencoder says what it is the mean of, and where it misleads', async () => {
  const { html } = await drawReport(runs.autoencoder_of_images, () => {});
  expect(html).toMatch(
    /R² and explained variance are means over the 64 columns, each alike, however little it varies/,
  );
  expect(html).toMatch(/\(test split: of a column that is the same in all rows it is 0 or 1 \(there: \d+\)/);
  const other = await drawReport(runs.table_of_numbers, () => {});
  expect(other.html).not.toContain('however little it varies');
});
