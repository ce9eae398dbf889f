// Built after first use of the report with 26 classes: numbers that are missing, colours that repeat, a table cut off.
import { cpSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DOMParser } from 'linkedom';
import { expect, test } from 'vitest';
import { drawReport } from '../../src/report/index.js';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp } from '../helpers/cli.js';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Rows of letters: each has a place of its own in 4 columns, around which its rows lie. */
function rowsOfLetters(): string {
  const wave = (i: number) => Math.sin(12.9898 * i) * 1.5;
  const lines = Array.from({ length: 1040 }, (_, i) => {
    const place = i % 26;
    const columns = [place % 3, Math.floor(place / 3) % 3, Math.floor(place / 9), (place % 5) / 2];
    return [...columns.map((x, j) => (4 * x + wave(4 * i + j)).toFixed(3)), letters[place]].join(',');
  });
  return ['a,b,c,d,letter', ...lines, ''].join('\n');
}

test('the report of 26 classes: a count in every cell that has rows, and a colour for every curve', async () => {
  const cwd = temporaryDirectory();
  cpSync(resolve(import.meta.dirname, 'new-03-letters26'), cwd, { recursive: true });
  writeFileSync(join(cwd, 'letters.csv'), rowsOfLetters());
  const args = ['train', 'letters.json', '--out', 'run', '--quiet', '--json', '--set', 'training.epochs=8'];
  const { stdout } = await mlp(args, { cwd });
  const { test: measured } = JSON.parse(stdout);
  const { html, pictures } = await drawReport(join(cwd, 'run'), () => {});
  const pictureOf = (file: string) =>
    new DOMParser().parseFromString(pictures.find((each) => each.file === file)!.svg, 'image/svg+xml');

  const matrix = pictureOf('confusion-matrix.svg');
  const texts = [...matrix.querySelectorAll('text')].map(({ textContent }) => textContent);
  const counts = measured.confusion_matrix.flat().filter((count: number) => count > 0);
  expect(texts.filter((text) => /^\d+$/.test(text)).map(Number)).toEqual(counts);
  expect(texts.filter((text) => letters.includes(text))).toEqual([...letters, ...letters]);
  expect(texts).toEqual(expect.arrayContaining(['share of the true class  0 %', '100 %']));

  for (const file of ['roc.svg', 'precision-recall.svg']) {
    const curves = [...pictureOf(file).querySelectorAll('[aria-label=line] path')];
    const colours = curves.map((curve) => curve.getAttribute('stroke')).filter((colour) => colour !== null);
    expect(new Set(colours).size, file).toBe(10);
  }

  // what was trained on: the file, the rows of each split, the features, the config and when
  for (const said of [
    'letters.csv',
    '728 train, 156 validation, 156 test',
    '4, which make 4 inputs',
    'patience',
  ])
    expect(html).toContain(said);
  expect(html).toMatch(/<dt>Trained<\/dt><dd>\d{4}-\d\d-\d\d \d\d:\d\d UTC<\/dd>/);
});
