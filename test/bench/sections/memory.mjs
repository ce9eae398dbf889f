import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { table } from '../markdown.mjs';
import { progress } from '../measure.mjs';

export const settings = { thorough: { rows: [200_000, 3_200_000] }, quick: { rows: [100_000] } };

const mlp = join(import.meta.dirname, '../../../bin/mlp.js');
const COLUMNS = 10;

/**
 * The most memory that a whole process takes which trains on so many rows of ten numbers and a class, read from CSV,
 * and that of one which trains on ten rows; bytes.
 */
export function measure({ mine, settings: { rows } }) {
  const directory = mkdtempSync(join(tmpdir(), 'mlp-bench-'));
  try {
    const result = {};
    for (const count of [10, ...rows]) {
      progress(`memory: ${count} rows`);
      const data = join(directory, 'table.csv');
      writeTable(data, count);
      result[count] = Object.fromEntries(mine.map(({ id }) => [id, peak(directory, data, id)]));
    }
    return result;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Numbers of four decimals, of a linear congruential generator, and whether the first two come to more than 0. */
function writeTable(path, rows) {
  const file = openSync(path, 'w');
  try {
    let state = 1;
    const number = () => {
      state = (1_664_525 * state + 1_013_904_223) % 2 ** 32;
      return Math.round(1e4 * (state / 2 ** 31 - 1)) / 1e4;
    };
    writeSync(file, `${Array.from({ length: COLUMNS }, (_, j) => `x${j}`).join(',')},y\n`);
    for (let from = 0; from < rows; from += 10_000) {
      const lines = Array.from({ length: Math.min(10_000, rows - from) }, () => {
        const x = Array.from({ length: COLUMNS }, number);
        return `${x.join(',')},${x[0] + x[1] > 0 ? 'b' : 'a'}\n`;
      });
      writeSync(file, lines.join(''));
    }
  } finally {
    closeSync(file);
  }
}

function peak(directory, data, backend) {
  const config = join(directory, 'config.json');
  const training = { epochs: 1, batch_size: 256 };
  const split = { type: 'random', validation: 0.1, test: 0.1 };
  const layers = [{ type: 'dense', units: 16 }];
  writeFileSync(
    config,
    JSON.stringify({ task: 'classification', data: { train: data, target: 'y', split }, layers, training }),
  );
  const run = ['train', config, '--force', '--quiet', '--backend', backend, '--out', join(directory, 'run')];
  const { status, stderr } = spawnSync(process.execPath, ['--import', preload, mlp, ...run], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`mlp ${run.join(' ')}: ${stderr}`);
  return 1024 * Number(/^peak (\d+)$/m.exec(stderr)[1]);
}

/** Has a process tell when it ends how many KiB it took at most. */
const preload = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => console.error('peak', process.resourceUsage().maxRSS))",
)}`;

export function report(results) {
  const [[, least], ...measured] = Object.entries(results);
  const megabytes = (bytes) => (bytes / 1e6).toFixed(0);
  const rows = measured.flatMap(([count, peaks]) =>
    Object.entries(peaks).map(([id, bytes]) => {
      const matrix = 8 * Number(count) * (COLUMNS + 1);
      return [
        Number(count).toLocaleString('en'),
        id,
        megabytes(matrix),
        megabytes(least[id]),
        megabytes(bytes),
        (bytes / matrix).toFixed(2),
      ];
    }),
  );
  return [
    '## Memory',
    '',
    `The most that a whole process takes which reads rows of ${COLUMNS} numbers and a class from CSV, trains on them ` +
      'for an epoch and measures; MB. Ten rows: what it takes in any case. Last, how many times the matrix of all ' +
      'numbers the peak is.',
    '',
    table(['rows', 'backend', 'Float64 matrix', 'ten rows', 'peak', 'times the matrix'], rows),
  ].join('\n');
}
