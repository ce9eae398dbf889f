import { platform } from '#platform';
import type { Platform, Thread } from '../../platform/platform.js';
import { code } from './code.js';
import { ACTIVE, type Message, POOL_WORDS, SLEEPERS, WAKE, type WorkerData } from './control.js';

/** Bytes for the error of a worker that fails. */
const TEXT_BYTES = 1024;

/**
 * The worker threads of this process, shared by the sessions of all backends: starting one takes some 30 ms, an
 * instance over another memory 0.2. They start when a session asks for them, sleep where there is nothing to do, do not
 * keep the process alive, and end with it.
 */
export class WorkerPool {
  /** Reason why a worker has ended, known once the event loop has had a turn. */
  ended: string | null = null;
  private readonly words = new Int32Array(new SharedArrayBuffer(4 * POOL_WORDS));
  private readonly workers: { readonly thread: Thread; readonly text: SharedArrayBuffer }[] = [];
  private sessions = 0;

  constructor(private readonly startThread: NonNullable<Platform['startThread']>) {}

  /** Number of workers that have been started. */
  get size(): number {
    return this.workers.length;
  }

  /** Gives a new session its number. */
  register(): number {
    return ++this.sessions;
  }

  /** Sends a message to worker i, which is started where it is missing. */
  send(i: number, message: Message): void {
    while (this.workers.length <= i) this.workers.push(this.start());
    this.workers[i].thread.postMessage(message);
    this.wake();
  }

  /** Lets workers drop what they hold for a session, and with it the memory. */
  release(session: number): void {
    for (const { thread } of this.workers) thread.postMessage({ release: session });
    this.wake();
  }

  /** Makes a session the one that is worked for, and wakes all workers that sleep or work for another. */
  activate(session: number): void {
    const before = Atomics.exchange(this.words, ACTIVE, session);
    if (before !== session || Atomics.load(this.words, SLEEPERS) > 0) this.wake();
  }

  /** The error of a worker that failed. */
  get failure(): string | null {
    for (const { text } of this.workers) {
      const [length] = new Int32Array(text);
      // a copy: not every engine decodes shared bytes
      if (length > 0) return new TextDecoder().decode(new Uint8Array(text, 4, length).slice());
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
    const thread = this.startThread(code, workerData);
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

let current: WorkerPool | null = null;

/** The pool of this process, a new one when it has failed; null where this platform has no threads. */
export function workerPool(): WorkerPool | null {
  const { startThread } = platform;
  if (startThread === null) return null;
  if (current === null || current.ended !== null || current.failure !== null)
    current = new WorkerPool(startThread);
  return current;
}
