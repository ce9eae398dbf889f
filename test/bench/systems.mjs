import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { openBlasEnvironment } from './open_blas.mjs';

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
    ...{ id: 'native', name: 'mlp, native', ours: true, ...node('mlp.mjs', 'native') },
    ...(!has('native') && { command: null }),
    missing: 'no native kernels: mlp doctor says why',
  },
  {
    ...{ id: 'blas', name: 'mlp, blas', ours: true, usesOpenBlas: true, ...node('mlp.mjs', 'blas') },
    ...(!has('blas') && { command: null }),
    missing: 'no BLAS library: mlp train --backend blas says what it looks for',
  },
];

/** Each with one thread and with all, as which is faster depends on the task. */
const pythonPeers = [
  { id: 'sklearn', name: 'scikit-learn', module: 'sklearn' },
  { id: 'torch', name: 'PyTorch', module: 'torch' },
].flatMap(({ id, name, module }) =>
  [...new Set([1, availableParallelism()])].map((threads) => ({
    id: threads === 1 ? `${id}-1` : id,
    name: threads === 1 ? `${name}, 1 thread` : name,
    peer: id,
    usesOpenBlas: true,
    command: pythonWith(module),
    options: [here('peers/sklearn_torch.py'), module],
    env: { OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) },
    missing: `no python3 with ${module}: name one as PYTHON=/usr/bin/python3`,
  })),
);

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

/** The peers that ratios are made with, each by whichever number of threads is faster. */
export const rivals = pythonPeers.map(({ id }) => id);

let openBlas;
/** OpenBLAS as systems have it: see open_blas.mjs. */
export function fastestOpenBlas() {
  openBlas ??= openBlasEnvironment(pythonWith('sklearn') ?? pythonWith('torch'));
  return openBlas;
}

/** The environment that a system runs in. */
export const environmentOf = ({ usesOpenBlas = false, env = {} }) => ({
  ...(usesOpenBlas ? fastestOpenBlas().env : process.env),
  ...env,
});

/** The first Python that has a module: $PYTHON, or else one of the usual. */
export function pythonWith(module) {
  const candidates = process.env.PYTHON ? [process.env.PYTHON] : ['python3', '/usr/bin/python3'];
  const find = `import importlib.util, sys; sys.exit(importlib.util.find_spec('${module}') is None)`;
  return candidates.find((python) => succeeds(python, ['-c', find])) ?? null;
}

/** Whether this machine has a backend, and not another that stands in for it. */
function has(backend) {
  const library = here('../../dist/index.js');
  const find =
    `import(${JSON.stringify(library)}).then(({ backends }) => ` +
    `process.exit(backends.${backend}.name === '${backend}' ? 0 : 1))`;
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
