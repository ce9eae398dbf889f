import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compiledLoops } from '../formulas/index.mjs';
import { kernelsInC } from './kernels_c.mjs';

const directory = 'dist/native';
const headers = 'src/kernels/native/c';

/** Kernels by the vectors that they compute with; `plain` is for any processor of the kind (of arm64 that is NEON). */
const tiles = {
  plain: { lanes: 2, flags: [], processors: ['x64', 'arm64'] },
  avx2: { lanes: 4, flags: ['-mavx2'], processors: ['x64'] },
  avx512: {
    lanes: 8,
    flags: ['-mavx512f', '-mavx512dq', '-mavx512vl', '-mavx512bw', '-mprefer-vector-width=512'],
    processors: ['x64'],
  },
};

/**
 * No contraction to fused multiply-adds and nothing else that changes a result: what is left out are the errno of
 * square roots and the flags of exceptions.
 */
const FLAGS = [
  '-std=gnu11',
  '-O3',
  '-fPIC',
  '-fvisibility=hidden',
  '-ffp-contract=off',
  '-fno-math-errno',
  '-fno-trapping-math',
];
const SHARED = ['-shared', ...(process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [])];

/** The kernels as an addon of Node, where a C compiler is found; or else none. */
export const native = {
  inputs: ['src/nn', 'src/math', 'src/kernels'],
  outputs: [directory],
  async make() {
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    const [command, ...flags] = (process.env.CC?.trim() || 'cc').split(/\s+/);
    const compile = compilerOf(command, flags);
    if ((await compile(['--version'])) === null) {
      console.error(
        `build: no C compiler (${command}; the variable CC names another): WebAssembly will compute, more slowly`,
      );
      return false;
    }
    const generated = readFileSync('src/kernels/wasm/binary.ts', 'utf8');
    const names = functionNames(generated);
    const loops = compiledLoops();
    const objects = await Promise.all(
      Object.entries(tiles)
        .filter(([, { processors }]) => processors.includes(process.arch))
        .map(async ([tile, { lanes, flags }]) => {
          writeFileSync(join(directory, `${tile}.c`), kernelsInC(lanes, names, loops));
          const [source, object] = [join(headers, 'tile.c'), join(directory, `${tile}.o`)];
          const defined = [`-DKERNELS="${tile}.c"`, `-DTILE=tile_${tile}`, '-I', directory, '-I', headers];
          const made = await compile([...FLAGS, ...flags, ...defined, '-c', '-o', object, source]);
          // a compiler that is too old for a tile leaves it out
          return made === null ? [] : [{ tile, object }];
        }),
    );
    const there = objects.flat();
    if (!there.some(({ tile }) => tile === 'plain')) return false;
    const fingerprint = /fingerprint = (\d+);/.exec(generated)[1];
    const defined = [...there.map(({ tile }) => `-D${tile.toUpperCase()}`), `-DFINGERPRINT=${fingerprint}.0`];
    const files = [join(headers, 'addon.c'), ...there.map(({ object }) => object)];
    const made = await compile([
      ...FLAGS,
      ...SHARED,
      ...defined,
      '-o',
      join(directory, 'kernels.node'),
      ...files,
    ]);
    for (const { object } of there) rmSync(object);
    return made !== null;
  },
};

/** Functions that a program may call, in the order of their numbers. */
const functionNames = (generated) =>
  Object.keys(JSON.parse(/operations: [^=]* = (\{.*\});/.exec(generated)[1]));

/** Calls the compiler with its flags and these arguments; null, and why on stderr, where it fails. */
const compilerOf = (command, flags) => async (options) => {
  try {
    return await promisify(execFile)(command, [...flags, ...options]);
  } catch (error) {
    if (error.code !== 'ENOENT') console.error(`build: ${error.message.split('\n').slice(0, 4).join('\n')}`);
    return null;
  }
};
