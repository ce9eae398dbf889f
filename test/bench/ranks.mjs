// node test/bench/ranks.mjs [--ranks 1,2,4] [--batch 1024] [--backend native] [--least BYTES] [--most BYTES]
// [--runs 3]: milliseconds of a step by gradient bytes and ranks, one thread each: where mpirun pays. Two trainings of
// different length tell what a step takes without the start. Prints a table in Markdown.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    ranks: { type: 'string', default: '1,2,4' },
    batch: { type: 'string', default: '1024' },
    backend: { type: 'string', default: 'native' },
    least: { type: 'string', default: '1e4' },
    most: { type: 'string', default: '1e8' },
    runs: { type: 'string', default: '3' },
  },
});
const program = resolve(import.meta.dirname, '../../bin/mlp.js');
const ranks = options.ranks.split(',').map(Number);
const batch = Number(options.batch);
const INPUTS = 64;
const STEPS_PER_EPOCH = 4;
const RUNS = Number(options.runs);

/** Units of two hidden layers whose gradient takes about so many bytes. */
const unitsFor = (bytes) => Math.round((-INPUTS + Math.sqrt(INPUTS ** 2 + bytes / 2)) / 2);
const parameters = (units) => (INPUTS + 1) * units + (units + 1) * units + units + 1;

function seconds(directory, units, count, epochs) {
  const layer = { type: 'dense', units, activation: 'relu' };
  const config = {
    data: { train: 'rows.csv', target: 'y', split: { type: 'none' } },
    layers: [layer, layer],
    optimizer: { type: 'sgd', learning_rate: 1e-6 },
    training: { epochs, batch_size: batch },
  };
  writeFileSync(join(directory, 'config.json'), JSON.stringify(config));
  const args = [
    '-n',
    String(count),
    'node',
    program,
    'train',
    'config.json',
    '--out',
    'run',
    '--force',
    '--quiet',
  ];
  const flags = ['--threads', '1', '--backend', options.backend];
  execFileSync('mpirun', [...args, ...flags], { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });
  return JSON.parse(readFileSync(join(directory, 'run/metrics.json'), 'utf8')).seconds;
}

/** Milliseconds of a step: the least of some differences. */
function step(directory, units, count) {
  // some 1 s of steps at 20 GFLOP/s
  const flops = 6 * parameters(units) * batch * STEPS_PER_EPOCH;
  const epochs = Math.min(200, Math.max(2, Math.round(2e10 / flops)));
  let least = Infinity;
  for (let i = 0; i < RUNS; i++) {
    const more = seconds(directory, units, count, 2 * epochs) - seconds(directory, units, count, epochs);
    if (more > 0) least = Math.min(least, more);
  }
  return (1000 * least) / (epochs * STEPS_PER_EPOCH);
}

const directory = mkdtempSync(join(tmpdir(), 'mlp-ranks-'));
try {
  const names = Array.from({ length: INPUTS }, (_, j) => `x${j}`);
  const rows = Array.from({ length: STEPS_PER_EPOCH * batch }, (_, i) =>
    [...names.map((_, j) => ((i * 31 + j * 17) % 101) / 50 - 1), ((i * 7) % 13) / 13].join(','),
  );
  writeFileSync(join(directory, 'rows.csv'), `${[...names, 'y'].join(',')}\n${rows.join('\n')}\n`);
  const cores = `${availableParallelism()} cores of ${cpus()[0].model.trim()}`;
  console.log(`Milliseconds of a step, batch ${batch}, ${options.backend}, one thread a rank, ${cores}:\n`);
  console.log(
    `| gradient | ${ranks.map((count) => (count === 1 ? '1 rank' : `${count} ranks`)).join(' | ')} |`,
  );
  console.log(`| ---: |${' ---: |'.repeat(ranks.length)}`);
  const [least, most] = [options.least, options.most].map(Number);
  for (const bytes of [1e4, 1e5, 1e6, 1e7, 1e8].filter((each) => each >= least && each <= most)) {
    const units = unitsFor(bytes);
    const times = ranks.map((count) => step(directory, units, count).toPrecision(3));
    console.log(`| ${(8 * parameters(units)).toLocaleString('en')} bytes | ${times.join(' | ')} |`);
  }
} finally {
  rmSync(directory, { recursive: true });
}
