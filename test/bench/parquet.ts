// npm run bench:parquet: getting a table ready for training from Parquet and from CSV, in one run, in turn. The machine
// may be busy: only the ratios mean something, of which the median and the range are printed.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { random, uniform } from '../../src/random.js';
import { loadTable } from './load_table.js';

const rounds = Number(process.env.ROUNDS ?? 7);

const seconds = async (path: string) => {
  const start = performance.now();
  await loadTable(path);
  return (performance.now() - start) / 1000;
};

const rng = random(0, 'check');
const integer = (below: number) => Math.floor(below * uniform(rng));
const column = <T>(rows: number, cell: () => T) => Array.from({ length: rows }, cell);
const words = Array.from({ length: 12 }, (_, i) => `word ${(i * 7919) % 1000}`);
const label = () => ['setosa', 'versicolor', 'virginica'][integer(3)];

const tables: Readonly<Record<string, () => Readonly<Record<string, unknown[]>>>> = {
  '200,000 × 11, numbers of 16 digits': () => ({
    ...Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [`x${i}`, column(200_000, () => 6 * (uniform(rng) - 0.5))]),
    ),
    label: column(200_000, label),
  }),
  '200,000 × 11, numbers of 4 decimals': () => ({
    ...Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [
        `x${i}`,
        column(200_000, () => Math.round(60_000 * (uniform(rng) - 0.5)) / 10_000),
      ]),
    ),
    label: column(200_000, label),
  }),
  '200,000 × 11, texts of 12 words': () => ({
    ...Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [`x${i}`, column(200_000, () => words[integer(words.length)])]),
    ),
    label: column(200_000, label),
  }),
};

const directory = mkdtempSync(join(tmpdir(), 'mlp-bench-parquet-'));
try {
  console.log('times as long as Parquet takes, medians of so many rounds in turn (least to most)');
  for (const [name, make] of Object.entries(tables)) {
    const columns = make();
    const [csv, parquet] = ['d.csv', 'd.parquet'].map((file) => join(directory, file));
    const cells = Object.values(columns);
    const lines = cells[0].map((_, row) => cells.map((cell) => cell[row]).join(','));
    writeFileSync(csv, `${Object.keys(columns).join(',')}\n${lines.join('\n')}\n`);
    const columnData = Object.entries(columns).map(
      ([key, data]): ColumnSource => ({ name: key, data: data as never }),
    );
    writeFileSync(parquet, new Uint8Array(parquetWriteBuffer({ columnData })));
    const ratios: number[] = [];
    // the first is a warm-up of both
    for (let round = 0; round <= rounds; round++) {
      const ratio = (await seconds(csv)) / (await seconds(parquet));
      if (round > 0) ratios.push(ratio);
    }
    ratios.sort((a, b) => a - b);
    const [least, median, most] = [0, rounds >> 1, rounds - 1].map((i) => ratios[i].toFixed(2));
    console.log(`${name}: CSV ${median} (${least} to ${most}), ${rounds} rounds`);
  }
} finally {
  rmSync(directory, { recursive: true });
}
