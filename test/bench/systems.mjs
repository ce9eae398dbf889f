import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const node = (peer, ...options) => ({
  command: process.execPath,
  options: [here(`peers/${peer}`), ...options],
});

/** The backends of mlp: a line each is one more column of every table. */
const backends = [
  { id: 'js', name: 'mlp, js', ours: true, ...node('mlp.mjs', 'js') },
  { id: 'wasm', name: 'mlp, wasm', ours: true, ...node('mlp.mjs', 'wasm') },
  {
    ...{ id: 'blas', name: 'mlp, blas', ours: true, ...node('mlp.mjs', 'blas') },
    ...(!hasBlas() && { command: null }),
    missing: 'no BLAS library: mlp train --backend blas says what it looks for',
  },
];

const pythonPeers = [
  { id: 'sklearn', name: 'scikit-learn', module: 'sklearn' },
  { id: 'torch', name: 'PyTorch', module: 'torch' },
].map(({ module, ...system }) => ({
  ...system,
  command: pythonWith(module),
  options: [here('peers/sklearn_torch.py'), module],
  missing: `no python3 with ${module}: name one as PYTHON=/usr/bin/python3`,
}));

const npmPeers = [
  { id: 'tfjs-cpu', name: 'TensorFlow.js, cpu', ...node('tfjs.mjs', 'cpu') },
  { id: 'tfjs-wasm', name: 'TensorFlow.js, wasm', ...node('tfjs.mjs', 'wasm') },
  { id: 'ml-fnn', name: 'ml-fnn', ...node('ml_fnn.mjs') },
].map((system) => ({
  ...system,
  ...(!existsSync(here('node_modules')) && { command: null }),
  missing: 'not installed: npm ci --prefix test/bench',
}));

/** Everything that may be measured; `command` is null where it is `missing` on this machine. */
export const systems = [...backends, ...pythonPeers, ...npmPeers];

/** The peers that ratios are made with. */
export const rivals = ['sklearn', 'torch'];

/** The first Python that has a module: $PYTHON, or else one of the usual. */
export function pythonWith(module) {
  const candidates = process.env.PYTHON ? [process.env.PYTHON] : ['python3', '/usr/bin/python3'];
  const find = `import importlib.util, sys; sys.exit(importlib.util.find_spec('${module}') is None)`;
  return candidates.find((python) => succeeds(python, ['-c', find])) ?? null;
}

function hasBlas() {
  const library = here('../../dist/index.js');
  const find = `import(${JSON.stringify(library)}).then(({ backends }) => backends.blas)`;
  return succeeds(process.execPath, ['-e', find]);
}

function succeeds(command, options) {
  try {
    execFileSync(command, options, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
