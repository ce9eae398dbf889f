import { Worker } from 'node:worker_threads';
import { MlpError } from '../../errors.js';
import type { Exports, Memory } from '../wasm/engine.js';
import { code } from './code.js';
import { CONTROL_BYTES, NAPS, OWN, openControl, STARTED, type WorkerData } from './control.js';

/** Nanoseconds of work that could have been shared, after which it is worth it to start threads, some 30 ms each, 3 of them in the main one. */
const START = 1e7;
/** Runs in a row that gained nothing, after which some are not shared; and the most of those. */
const ROUND = 4;
const LONGEST_REST = 1000;
/** Naps of the main thread, 0.05 ms each, and how many with nothing done a worker that is alive never needs: a minute of them. */
const SECOND = 1e9;
const NAPS_A_SECOND = 20_000;
const PATIENCE = 60 * NAPS_A_SECOND;
/** Bytes for what a worker says when it fails. */
const TEXT_BYTES = 1024;

/** A worker's code as a module without a file. */
const url = new URL(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);

/** The workers of a pool that nobody refers to any more have nothing left to do. */
const abandoned = new FinalizationRegistry<readonly Worker[]>((workers) => {
  for (const worker of workers) void worker.terminate();
});

interface End {
  reason: string | null;
}

/** What it takes to start a worker, and to work with it. */
export interface Workplace {
  readonly wasm: Exports;
  readonly module: object;
  readonly memory: Memory;
  claim(bytes: number): number;
}

/**
 * Threads that compute beside the main one, each with an instance of the module over the one memory. They start once there has been work
 * enough, some 30 ms before they are ready, which nobody waits for; sleep where there is none; do not keep the process
 * alive; and end with it, or when the pool is no longer referred to.
 */
export class Pool {
  private words: Int32Array<SharedArrayBuffer> | null = null;
  private readonly texts: SharedArrayBuffer[] = [];
  /** Nanoseconds of work that could be shared so far. */
  private work = 0;
  /** Shared runs in a row that gained nothing, and runs from now on that are not shared. */
  private losses = 0;
  private rest = 0;
  /** Set by the event loop when a worker has ended. */
  private readonly end: End = { reason: null };

  constructor(
    /** With the main one. */
    readonly threads: number,
    private readonly workplace: Workplace,
    /** Nanoseconds of work after which threads are started; 0: at once, and waited for. */
    private readonly startAfter: number = START,
    private readonly patience: number = PATIENCE,
  ) {}

  /**
   * Whether work of so many nanoseconds is to be shared: not before there has been enough to start threads for, not
   * while they start, and not while the pool rests.
   */
  isReady(nanoseconds: number): boolean {
    if (this.rest > 0) {
      this.rest--;
      return false;
    }
    this.work += nanoseconds;
    if (this.work < this.startAfter) return false;
    this.words ??= this.start();
    return Atomics.load(this.words, STARTED) === this.threads - 1;
  }

  /**
   * Runs a program that has been divided, `times` times (see runShared of the module), each time worth so many nanoseconds of one
   * thread. Returns how often it was run.
   */
  run(table: number, parts: number, times: number, nanoseconds: number): number {
    const { wasm } = this.workplace;
    const words = this.words!;
    const { reason } = this.end;
    if (reason !== null) throw failure(reason);
    const done = wasm.runShared(words.byteOffset, table, parts, times, this.patience);
    if (done < 0) throw failure(this.reason());
    const waited = (SECOND / NAPS_A_SECOND) * words[NAPS];
    this.observe(words[OWN] < parts * done && waited < nanoseconds * done);
    return done;
  }

  /**
   * Told whether a run gained by other threads: whether they did something, and the main thread has not waited for them longer than all would
   * have taken it. Where other programs have the cores it does not, and workers that are
   * woken would take the main thread's: after each round of losses, more runs than after the one before are not shared.
   * A round is long enough to wake a worker, which loses, and to see what it does when it is awake.
   */
  private observe(hasGained: boolean): void {
    this.losses = hasGained ? 0 : this.losses + 1;
    if (this.losses > 0 && this.losses % ROUND === 0)
      this.rest = Math.min(8 << (2 * Math.min(this.losses / ROUND, 4)), LONGEST_REST);
  }

  private start(): Int32Array<SharedArrayBuffer> {
    const { wasm, module, memory, claim } = this.workplace;
    const control = claim(CONTROL_BYTES);
    const workers: Worker[] = [];
    for (let i = 1; i < this.threads; i++) {
      const scratch = claim(wasm.scratchBytes());
      const text = new SharedArrayBuffer(TEXT_BYTES);
      this.texts.push(text);
      workers.push(startWorker({ module, memory, control, scratch, text }, this.end));
    }
    abandoned.register(this, workers);
    const words = openControl(memory, control);
    if (this.startAfter === 0) awaitStart(words, workers.length);
    return words;
  }

  private reason(): string {
    for (const text of this.texts) {
      const [length] = new Int32Array(text);
      if (length > 0) return Buffer.from(text, 4, length).toString();
    }
    return `it has not answered for ${this.patience / NAPS_A_SECOND} s`;
  }
}

function awaitStart(words: Int32Array<SharedArrayBuffer>, workers: number): void {
  for (;;) {
    const started = Atomics.load(words, STARTED);
    if (started === workers) return;
    Atomics.wait(words, STARTED, started);
  }
}

/** Refers to no pool, so that one can be abandoned. */
function startWorker(workerData: WorkerData, end: End): Worker {
  // flags and environment of the process are none of its business: --input-type would even stop it
  const worker = new Worker(url, { workerData, execArgv: [], env: {} });
  worker.on('error', (error) => {
    end.reason = String(error);
  });
  worker.on('exit', (exitCode) => {
    end.reason ??= `it ended with exit code ${exitCode}`;
  });
  worker.unref();
  return worker;
}

const failure = (reason: string): MlpError =>
  new MlpError('bug', `a thread that computes has failed: ${reason}; with --threads 1 there is none`);
