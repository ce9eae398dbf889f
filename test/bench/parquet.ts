// npm run bench:parquet: getting a table ready for training from CSV, from Parquet and from typed columns in memory, in
// one run, in turn. The last is what both files need after their bytes are decoded: no file can be ready sooner. The
// machine may be busy: processor time is taken, and of the ratios the median and the range are printed.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { TypedColumn } from '../../src/data/typed/columns.js';
import { random, uniform } from '../../src/random.js';
import { loadColumns, loadTable } from './load_table.js';

const rounds = Number(process.env.ROUNDS ?? 7);
const rows = 200_000;

/** Milliseconds of processor time that something takes. */
const processorTime = async (run: () => Promise<unknown>) => {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

const rng = random(0, 'check');
const integer = (below: number) => Math.floor(below * uniform(rng));
const numbers = (cell: () => number): TypedColumn => ({
  type: 'numbers',
  values: Float64Array.from({ length: rows }, cell),
});
const texts = (words: readonly string[]): TypedColumn => ({
  type: 'codes',
  values: Int32Array.from({ length: rows }, () => integer(words.length)),
  texts: words,
});
const words = Array.from({ length: 12 }, (_, i) => `word ${(i * 7919) % 1000}`);

const columns: Readonly<Record<string, () => TypedColumn>> = {
  'numbers of 16 digits': () => numbers(() => 6 * (uniform(rng) - 0.5)),
  'numbers of 4 decimals': () => numbers(() => Math.round(60_000 * (uniform(rng) - 0.5)) / 10_000),
  'texts of 12 words': () => texts(words),
};

const cellsOf = (column: TypedColumn): (string | number)[] =>
  Array.from(column.values as ArrayLike<never>, (value) =>
    column.type === 'codes' ? column.texts[value]! : value,
  );

/** Writes the table; nothing of that is left for the collection of garbage to go through while times are taken. */
function writeFiles(table: ReadonlyMap<string, TypedColumn>, csv: string, parquet: string): void {
  const columnData = [...table].map(([name, column]) => ({ name, data: cellsOf(column) as never[] }));
  const lines = Array.from({ length: rows }, (_, row) => columnData.map(({ data }) => data[row]).join(','));
  writeFileSync(csv, `${[...table.keys()].join(',')}\n${lines.join('\n')}\n`);
  writeFileSync(parquet, new Uint8Array(parquetWriteBuffer({ columnData })));
}

const directory = mkdtempSync(join(tmpdir(), 'mlp-bench-parquet-'));
try {
  console.log('processor time to be ready for training, medians of so many rounds in turn (least to most)');
  for (const [name, make] of Object.entries(columns)) {
    const table = new Map(Array.from({ length: 10 }, (_, i) => [`x${i}`, make()]));
    table.set('label', texts(['setosa', 'versicolor', 'virginica']));
    const [csv, parquet] = ['d.csv', 'd.parquet'].map((file) => join(directory, file));
    writeFiles(table, csv, parquet);
    const ways = [() => loadTable(csv), () => loadTable(parquet), await loadColumns(table, parquet)];
    const times: number[][] = [];
    // the first is a warm-up of all
    for (let round = 0; round <= rounds; round++) {
      const taken: number[] = [];
      for (const way of ways) taken.push(await processorTime(way));
      if (round > 0) times.push(taken);
    }
    const spread = (values: readonly number[], digits: number) => {
      const sorted = values.toSorted((a, b) => a - b);
      const [median, least, most] = [rounds >> 1, 0, rounds - 1].map((i) => sorted[i].toFixed(digits));
      return `${median} (${least} to ${most})`;
    };
    const [fromCsv, fromParquet, fromMemory] = ways.map((_, i) => times.map((taken) => taken[i]));
    const ratio = (below: readonly number[]) =>
      spread(
        fromCsv.map((time, i) => time / below[i]),
        2,
      );
    console.log(`200,000 × 11, ${name}, ${rounds} rounds`);
    console.log(`  CSV ${spread(fromCsv, 0)} ms`);
    console.log(`  Parquet ${spread(fromParquet, 0)} ms: CSV takes ${ratio(fromParquet)} times as long`);
    console.log(
      `  columns in memory ${spread(fromMemory, 0)} ms: CSV takes ${ratio(fromMemory)} times as long`,
    );
  }
} finally {
  rmSync(directory, { recursive: true });
}
