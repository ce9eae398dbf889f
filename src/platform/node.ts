import { createRequire as requireFrom } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Platform } from './platform.js';

export const platform: Platform = {
  name: process.platform,
  cores: () => availableParallelism(),
  memoryBytes: () => totalmem(),

  startThread(code, workerData) {
    const url = new URL(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
    // flags and environment of the process are none of its business: --input-type would even stop it
    return new Worker(url, { workerData, execArgv: [], env: {} });
  },

  decodeBase64: (text) => Buffer.from(text, 'base64'),
  loadPackage: (name) => requireFrom(import.meta.url)(name),
};
