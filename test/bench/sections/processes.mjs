import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spread, table } from '../markdown.mjs';
import { progress, summary } from '../measure.mjs';
import { pythonWith } from '../systems.mjs';

export const settings = { thorough: { runs: 15 }, quick: { runs: 5 } };

const root = fileURLToPath(new URL('../../..', import.meta.url));
const mlp = join(root, 'bin/mlp.js');
const SCIKIT = 'python3 -c "import sklearn.neural_network"';
const iris = join(root, 'configs/iris.json');

/**
 * Whole processes from shell to shell, in turn; milliseconds of each, after a first time that fills the caches of
 * files.
 */
export function measure({ settings: { runs } }) {
  const directory = mkdtempSync(join(tmpdir(), 'mlp-bench-'));
  const data = join(directory, 'row.csv');
  writeFileSync(data, 'sepal_length,sepal_width,petal_length,petal_width\n5.1,3.5,1.4,0.2\n');
  const train = (backend) => ['train', iris, '--force', '--quiet', '--backend', backend];
  const commands = {
    'node -e 0': ['node', '-e', '0'],
    'mlp --version': [mlp, '--version'],
    'mlp train configs/iris.json --backend js': [mlp, ...train('js'), '--out', join(directory, 'js')],
    'mlp train configs/iris.json --backend wasm': [mlp, ...train('wasm'), '--out', join(directory, 'wasm')],
    'mlp predict, one row': [mlp, 'predict', join(directory, 'js'), data],
    ...pythonCommands(),
  };
  const taken = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  try {
    for (let run = 0; run <= runs; run++) {
      progress(`processes: run ${run} of ${runs}`);
      for (const [name, [command, ...options]] of Object.entries(commands)) {
        const milliseconds = timed(command, options);
        if (run > 0) taken[name].push(milliseconds);
      }
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
  return Object.fromEntries(Object.entries(taken).map(([name, values]) => [name, summary(values)]));
}

function pythonCommands() {
  const python = pythonWith('sklearn');
  if (!python) return {};
  return {
    'python3 -c pass': [python, '-c', 'pass'],
    [SCIKIT]: [python, '-c', 'import sklearn.neural_network'],
    'python3 iris.py, scikit-learn on the same': [python, join(import.meta.dirname, '../peers/iris.py')],
  };
}

function timed(command, options) {
  const start = performance.now();
  const { status, stderr, error } = spawnSync(command, options, { cwd: root });
  const milliseconds = performance.now() - start;
  if (status !== 0) throw new Error(`${command} ${options.join(' ')}: ${error ?? stderr}`);
  return milliseconds;
}

export function report(results) {
  const { runs } = Object.values(results)[0];
  const rows = Object.entries(results).map(([name, times]) => [`\`${name}\``, spread(times)]);
  const scikit = results[SCIKIT];
  const ratios = Object.entries(results)
    .filter(([name]) => scikit && name.startsWith('mlp train'))
    .map(([name, { median }]) => `- \`${name}\`: ${(median / scikit.median).toFixed(2)} of that import`);
  return [
    '## Processes, from shell to shell',
    '',
    `Milliseconds: the median of ${runs} runs (least–most), in turn, after one that fills the caches of files.`,
    '',
    table(['process', 'ms'], rows),
    ...(ratios.length > 0 ? ['', ...ratios] : []),
  ].join('\n');
}
