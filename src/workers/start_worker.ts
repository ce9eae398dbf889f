import { Worker } from 'node:worker_threads';

/** Starts a thread that runs code which is there as text (see src/build/workers.mjs): a module without a file. */
export function startWorker(code: string, workerData: object): Worker {
  const url = new URL(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
  // flags and environment of the process are none of its business: --input-type would even stop it
  return new Worker(url, { workerData, execArgv: [], env: {} });
}
