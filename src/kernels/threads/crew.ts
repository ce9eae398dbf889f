import type { Worker } from 'node:worker_threads';
import { startWorker } from '../../workers/start_worker.js';
import { code } from './code.js';
import { CREW_WORDS, CURRENT, type Message, SLEEPERS, WAKE, type WorkerData } from './control.js';

/** Bytes for what a worker says when it fails. */
const TEXT_BYTES = 1024;

/**
 * The worker threads of this process, which work for one pool after the other: starting one takes some 30 ms, an instance over another memory 0.2.
 * They start when a pool asks for them, sleep where there is nothing to do, do not keep the process alive, and end with it.
 */
export class Crew {
  /** Why a worker has ended, once the event loop has heard of it. */
  ended: string | null = null;
  private readonly words = new Int32Array(new SharedArrayBuffer(4 * CREW_WORDS));
  private readonly workers: { readonly thread: Worker; readonly text: SharedArrayBuffer }[] = [];
  private pools = 0;

  /** Workers that have been started. */
  get size(): number {
    return this.workers.length;
  }

  /** A number for a pool, by which `call` calls for it. */
  enlist(): number {
    return ++this.pools;
  }

  /** Sends a message to worker i, which is started where it is missing. */
  send(i: number, message: Message): void {
    while (this.workers.length <= i) this.workers.push(this.start());
    this.workers[i].thread.postMessage(message);
    this.wake();
  }

  /** Lets workers that have it forget a pool, and with it the memory. */
  dismiss(pool: number): void {
    for (const { thread } of this.workers) thread.postMessage({ forget: pool });
    this.wake();
  }

  /** Calls all who are not awake, or work for another pool, for this one. */
  call(pool: number): void {
    const before = Atomics.exchange(this.words, CURRENT, pool);
    if (before !== pool || Atomics.load(this.words, SLEEPERS) > 0) this.wake();
  }

  /** What a worker that failed has said of it. */
  get failure(): string | null {
    for (const { text } of this.workers) {
      const [length] = new Int32Array(text);
      if (length > 0) return Buffer.from(text, 4, length).toString();
    }
    return null;
  }

  private wake(): void {
    Atomics.add(this.words, WAKE, 1);
    Atomics.notify(this.words, WAKE);
  }

  private start() {
    const text = new SharedArrayBuffer(TEXT_BYTES);
    const workerData: WorkerData = { words: this.words, text };
    const thread = startWorker(code, workerData);
    thread.on('error', (error) => {
      this.ended = String(error);
    });
    thread.on('exit', (exitCode) => {
      this.ended ??= `it ended with exit code ${exitCode}`;
    });
    thread.unref();
    return { thread, text };
  }
}

let crew = new Crew();

/** The crew of this process: another one when that has failed. */
export function currentCrew(): Crew {
  if (crew.ended !== null || crew.failure !== null) crew = new Crew();
  return crew;
}
