// npm run bench:csv: reading CSV beside csv-parse and pandas (where python3 or $PYTHON has it), in one run, medians of
// five.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';
import { readFiles } from '../../src/data/sources/files.js';
import { filesFrom } from '../../src/data/sources/paths.js';
import { plainCells } from '../../src/data/table/cells.js';
import { readTable } from '../../src/data/table/read.js';
import { random, uniform } from '../../src/random.js';
import { loadTable } from './load_table.js';

const rounds = 5;
const format = { delimiter: ',', header: true };

/** Reads a file as training does: with types inferred and the bytes hashed. */
const read = (path: string) =>
  readTable(
    readFiles(filesFrom({ name: path, input: path }), format, { hash: createHash('sha256') }),
    (header) => new Map(header.map((name) => [name, 'infer'])),
    { name: path, cells: plainCells },
  );
async function csvParse(path: string): Promise<void> {
  let fields = 0;
  for await (const record of createReadStream(path).pipe(parse())) fields += (record as string[]).length;
  if (fields === 0) throw new Error('nothing read');
}

async function compare(directory: string): Promise<void> {
  const rng = random(0, 'check');
  const integer = (below: number) => Math.floor(below * uniform(rng));
  const species = ['setosa', 'versicolor', 'virginica'];
  const tables: [string, number, number, () => string, () => string][] = [
    [
      'numbers of 4 decimals',
      200_000,
      10,
      () => (6 * (uniform(rng) - 0.5)).toFixed(4),
      () => species[integer(3)],
    ],
    ['numbers of 16 digits', 100_000, 10, () => String(6 * (uniform(rng) - 0.5)), () => species[integer(3)]],
    ['whole numbers to 255', 10_000, 784, () => String(integer(256)), () => String(integer(10))],
  ];
  const python = startPandas();
  const one = join(directory, 'one.csv');
  writeFileSync(one, 'x,label\n1,a\n2,b\n1,a\n2,b\n3,a\n');
  const fixed = { read: peak('read', one), load: peak('load', one) };
  console.log(`medians of ${rounds}, in turn; memory: the peak above that of a file of five rows`);
  for (const [name, rows, columns, number, label] of tables) {
    const path = join(directory, 'table.csv');
    const lines = [[...Array.from({ length: columns }, (_, i) => `x${i}`), 'label'].join(',')];
    for (let i = 0; i < rows; i++)
      lines.push([...Array.from({ length: columns }, number), label()].join(','));
    writeFileSync(path, `${lines.join('\n')}\n`);
    const seconds: Record<string, number[]> = {};
    for (let round = 0; round < rounds; round++) {
      const time = async (what: string, action: () => Promise<number | unknown>) => {
        const start = performance.now();
        const told = await action();
        seconds[what] ??= [];
        seconds[what].push(typeof told === 'number' ? told : (performance.now() - start) / 1000);
      };
      await time('mlp, read into columns', () => read(path));
      await time('mlp, ready to train', () => loadTable(path));
      await time('csv-parse alone', () => csvParse(path));
      if (python) await time('pandas.read_csv', () => python.read(path));
    }
    const megabytes = statSync(path).size / 1e6;
    console.log(`\n${name}: ${rows} rows of ${columns} and a label, ${megabytes.toFixed(1)} MB`);
    const base = median(seconds['mlp, read into columns']);
    for (const [what, times] of Object.entries(seconds)) {
      const middle = median(times);
      const ratio = (middle / base).toFixed(2).padStart(6);
      console.log(
        `  ${what.padEnd(26)}${(megabytes / middle).toFixed(0).padStart(5)} MB/s ${ratio} times the first`,
      );
    }
    const matrix = 8 * rows * columns;
    const memory = (what: 'read' | 'load') => ((peak(what, path) - fixed[what]) / 1e6).toFixed(0);
    console.log(
      `  memory: ${memory('read')} MB read, ${memory('load')} MB ready to train; as a Float64 matrix ` +
        `${(matrix / 1e6).toFixed(0)} MB`,
    );
  }
  python?.stop();
}

/** Bytes that a process of its own takes at most to read a file, beyond what it has before. */
const peak = (what: string, path: string): number =>
  Number(spawnSync(process.execPath, [process.argv[1], '--memory', what, path], { encoding: 'utf8' }).stdout);

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1];

/** A Python that reads files with pandas as it is told their paths; undefined where there is none. */
function startPandas() {
  const command = process.env.PYTHON ?? 'python3';
  if (spawnSync(command, ['-c', 'import pandas']).status !== 0) {
    console.log(`${command} has no pandas: left out`);
    return undefined;
  }
  const program = `
import sys, time, pandas
for line in sys.stdin:
    start = time.perf_counter()
    pandas.read_csv(line.rstrip("\\n"))
    print(time.perf_counter() - start, flush=True)`;
  const child = spawn(command, ['-c', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async read(path: string): Promise<number> {
      child.stdin.write(`${path}\n`);
      return Number((await answers.next()).value);
    },
    stop: () => child.stdin.end(),
  };
}

const readers: Record<string, (path: string) => Promise<unknown>> = { read, load: loadTable };
const [option, reader, file] = process.argv.slice(2);
if (option === '--memory') {
  const before = process.memoryUsage.rss();
  await readers[reader](file);
  console.log(1024 * process.resourceUsage().maxRSS - before);
} else {
  const directory = mkdtempSync(join(tmpdir(), 'mlp-bench-'));
  try {
    await compare(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
