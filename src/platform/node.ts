import { isAscii, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire as requireFrom } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { ADDONS, addonDirectory, loadAddon } from './addon.js';
import type { Platform } from './platform.js';

/** Node's buffer of the same bytes. */
const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A module of Node that few runs need: loading one takes up to some milliseconds. */
const { getBuiltinModule: load } = process;

/** V8's function that collects garbage, which a context that is made under this flag has. */
function findCollect(): NodeJS.GCFunction {
  const { setFlagsFromString } = load('node:v8');
  setFlagsFromString('--expose-gc');
  const collect = load('node:vm').runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return collect;
}
let collect: NodeJS.GCFunction | undefined;

export const platform: Platform = {
  name: process.platform,
  cores: () => availableParallelism(),
  memoryBytes: () => totalmem(),

  collectGarbage() {
    collect ??= findCollect();
    // the memory for new objects shrinks as well, where V8 knows this one (Node 22)
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    // the arrays that the first finds are given back at the latest by a second
    collect();
  },

  limitNewObjects() {
    load('node:v8').setFlagsFromString('--semi-space-growth-factor=1');
  },

  startThread(code, workerData) {
    const url = new URL(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
    const { Worker } = load('node:worker_threads');
    // flags and environment of the process are none of its business: --input-type would even stop it
    return new Worker(url, {
      workerData: { ...workerData, [ADDONS]: addonDirectory() },
      execArgv: [],
      env: {},
    });
  },

  decodeBase64: (text) => Buffer.from(text, 'base64'),
  encodeText: (text) => Buffer.from(text),
  decodeText: (bytes, start, end) => asBuffer(bytes).toString('utf8', start, end),
  decodeLatin1: (bytes, start, end) => asBuffer(bytes).toString('latin1', start, end),
  isUtf8,
  isAscii,
  bytesIn: (buffer, start, length) => Buffer.from(buffer, start, length),
  sha256: () => createHash('sha256'),
  addon(name) {
    const directory = addonDirectory();
    if (directory === null) return null;
    // built here, or for this kind of machine before the package was published
    const path = [`${name}.node`, `${process.platform}-${process.arch}/${name}.node`]
      .map((file) => join(directory, file))
      .find((file) => existsSync(file));
    return path === undefined ? null : { path, functions: loadAddon(path) };
  },
  loadPackage: (name) => requireFrom(import.meta.url)(name),
};
