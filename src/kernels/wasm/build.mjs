/**
 * Compiles assembly/ to binary.ts, which holds the WebAssembly module as text: so the bundle, the tests and the library
 * find it without a path. `npm run build:wasm`.
 */
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import binaryen from 'assemblyscript/binaryen';
import { addInterpreter } from './interpreter.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Where the constants lie in the memory: `Allocator` leaves these bytes out. */
const POOL_START = 64;
const POOL_END = 4096;

/** Writes what stands between `// for STEP = 0 … n` and `// end` n + 1 times, each with its number for STEP. */
const repeatSteps = (source) =>
  source.replace(/^ *\/\/ for STEP = 0 … (\d+).*\n([\s\S]*?)^ *\/\/ end\n/gm, (_, last, lines) =>
    Array.from({ length: Number(last) + 1 }, (_, step) => lines.replaceAll('STEP', step)).join(''),
  );

/** The module as text, one instruction a line. */
async function compile() {
  let text = '';
  const { error, stderr } = await asc.main(
    [
      'assembly/index.ts',
      ...['--baseDir', here, '--textFile', 'kernels.wat'],
      ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--noAssert'],
      ...['--enable', 'simd', '--enable', 'threads'],
      // raw pointers into one shared memory that the caller brings; no heap, no garbage collection
      ...['--runtime', 'stub', '--use', 'abort='],
      ...['--importMemory', '--noExportMemory', '--sharedMemory'],
      ...['--initialMemory', '1', '--maximumMemory', '65536'],
    ],
    {
      readFile: (name, directory) => readFile(resolve(directory, name), 'utf8').then(repeatSteps, () => null),
      writeFile: (_name, contents) => {
        text = contents;
      },
    },
  );
  if (error) throw new Error(stderr.toString());
  return text;
}

/**
 * Puts the vector constants of every function that loops into memory, and loads them into locals at its beginning. V8
 * otherwise makes each from an immediate at every use, three instructions (figures: test/bench/NOTES.md).
 */
function poolConstants(text) {
  const pool = new Map();
  const [head, ...functions] = text.split(/\n (?=\(func )/);
  const pooled = functions.map((code) => {
    if (!/\bloop\b/.test(code)) return code;
    const locals = new Map();
    const body = code.replace(/v128\.const i32x4 (\w+ \w+ \w+ \w+)/g, (constant, words) => {
      if (/^(0x0+ ?)+$/.test(words)) return constant; // one instruction
      if (!pool.has(words)) pool.set(words, POOL_START + 16 * pool.size);
      locals.set(words, `$constant${pool.get(words)}`);
      return `local.get ${locals.get(words)}`;
    });
    const lines = body.split('\n');
    const start = lines.findIndex((line, i) => i > 0 && !/^\s*\(local /.test(line));
    const declarations = [...locals.values()].map((name) => `(local ${name} v128)`);
    const loads = [...locals].flatMap(([words, name]) => [
      `i32.const ${pool.get(words)}`,
      'v128.load',
      `local.set ${name}`,
    ]);
    return [...lines.slice(0, start), ...declarations, ...loads, ...lines.slice(start)].join('\n');
  });
  const bytes = Buffer.alloc(16 * pool.size);
  [...pool.keys()].forEach((words, i) => {
    words.split(' ').forEach((word, j) => {
      bytes.writeUInt32LE(Number(word), 16 * i + 4 * j);
    });
  });
  if (POOL_START + bytes.length > POOL_END) throw new Error('more constants than POOL_END leaves room for');
  const data = bytes.toString('hex').replace(/../g, '\\$&');
  const segment = `(data (i32.const ${POOL_START}) "${data}")`;
  return [head, ...pooled].join('\n ').replace(/\)\s*$/, `${segment}\n)`);
}

function assemble(text) {
  const module = binaryen.parseText(text);
  module.setFeatures(binaryen.Features.All);
  if (!module.validate()) throw new Error('not a valid module');
  return module.emitBinary();
}

const { text, operations } = addInterpreter(await compile());
const binary = Buffer.from(assemble(poolConstants(text)));
writeFileSync(
  new URL('binary.ts', import.meta.url),
  `// Made from assembly/ by build.mjs.
export const binary: string =
  '${binary.toString('base64')}';
/** The functions that a program may call, each with its parameters: i for an address or a size, f for a number. */
export const operations: Readonly<Record<string, string>> = ${JSON.stringify(operations)};
`,
);
