import { Worker } from 'node:worker_threads';
import { MlpError } from '../../errors.js';
import { code } from './code.js';
import {
  FUNCTION,
  MAILBOX_BYTES,
  type Mailbox,
  openMailbox,
  STATE,
  state,
  TEXT_LENGTH,
  type WorkerData,
} from './mailbox.js';

/** Looks at the state before the main thread sleeps: some 50 µs. */
const LOOKS = 10_000;
/** Shared calls in a row that are slower for it, after which some are not shared; and the most of those. */
const ROUND = 10;
const LONGEST_REST = 1000;
/** Milliseconds of sleep after which it counts the seconds that it has waited. */
const SECOND = 1000;

/** A worker's code as a module without a file. */
const url = new URL(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);

/** The workers of a pool that nobody refers to any more have nothing left to do. */
const abandoned = new FinalizationRegistry<readonly Worker[]>((workers) => {
  for (const worker of workers) void worker.terminate();
});

interface End {
  reason: string | null;
}

/** What it takes to start a worker, but its mailbox and the address of its scratch. */
export type Program = Pick<WorkerData, 'module' | 'memory' | 'names'>;

/**
 * Threads that compute beside the main one, each with an instance of the module over the one memory. They start at the
 * first call, some 30 ms before they are ready, which nobody waits for; do not keep the process alive; and end with it, or
 * when the pool is no longer referred to.
 */
export class Pool {
  private readonly mailboxes: Mailbox[] = [];
  /** Nanoseconds of work that could be shared so far. */
  private shared = 0;
  private isUp = false;
  /** Shared calls in a row that gained nothing, and calls from now on that are not shared. */
  private losses = 0;
  private rest = 0;
  /** Set by the event loop when a worker has ended. */
  private readonly end: End = { reason: null };

  /** `claimScratch` gives the address of a worker's scratch. */
  constructor(
    /** With the main one. */
    readonly threads: number,
    private readonly program: Program,
    private readonly claimScratch: () => number,
  ) {}

  /**
   * Whether a call with so much work is to be shared: not before all that could have been have come to `enough` nanoseconds
   * to start threads for, not while they start, and not while the pool rests.
   */
  isReady(nanoseconds: number, enough: number): boolean {
    if (this.rest > 0) this.rest--;
    else if (this.shared < enough) this.shared += nanoseconds;
    else return this.isUp || this.look();
    return false;
  }

  /** Whether all workers have started; lets them, the first time. */
  private look(): boolean {
    if (this.mailboxes.length === 0) this.start();
    this.isUp = this.mailboxes.every(({ words }) => Atomics.load(words, STATE) !== state.starting);
    return this.isUp;
  }

  /**
   * Told whether a shared call was faster than the main thread alone. Where other programs have the cores it is not, and
   * workers that are woken would take the main thread's: after each round of losses, more calls than after the one
   * before are not shared. A round is long enough to wake a worker, which loses, and to see what it does when it is awake.
   */
  observe(hasGained: boolean): void {
    this.losses = hasGained ? 0 : this.losses + 1;
    if (this.losses > 0 && this.losses % ROUND === 0)
      this.rest = Math.min(8 << (2 * Math.min(this.losses / ROUND, 4)), LONGEST_REST);
  }

  /** The mailbox of worker `i`, whose `values` the caller fills before `post`. */
  mailbox(i: number): Mailbox {
    if (this.mailboxes.length === 0) this.start();
    return this.mailboxes[i];
  }

  private start(): void {
    const workers: Worker[] = [];
    for (let i = 1; i < this.threads; i++) {
      const mailbox = new SharedArrayBuffer(MAILBOX_BYTES);
      const scratch = this.claimScratch();
      workers.push(startWorker({ ...this.program, mailbox, scratch }, this.end));
      this.mailboxes.push(openMailbox(mailbox));
    }
    abandoned.register(this, workers);
  }

  /** Lets the worker call the function with the values in its mailbox. */
  post({ words, text }: Mailbox, functionIndex: number): void {
    const { reason } = this.end;
    if (reason !== null) throw failure(reason);
    words[FUNCTION] = functionIndex;
    const before = Atomics.exchange(words, STATE, state.posted);
    if (before === state.asleep) Atomics.notify(words, STATE);
    if (before === state.failed) {
      Atomics.store(words, STATE, state.failed);
      throw failure(read(words, text));
    }
  }

  /** Whether the worker has not begun with what was posted, and now no longer will. */
  takeBack({ words }: Mailbox): boolean {
    return Atomics.compareExchange(words, STATE, state.posted, state.idle) === state.posted;
  }

  /** Waits until the worker has done what it has begun; for at most so many seconds, after which it cannot be alive. */
  join({ words, text }: Mailbox, seconds: number): void {
    for (let i = 0; i < LOOKS; i++) if (Atomics.load(words, STATE) !== state.taken) break;
    if (Atomics.compareExchange(words, STATE, state.taken, state.awaited) === state.taken) {
      for (let waited = 0; Atomics.wait(words, STATE, state.awaited, SECOND) === 'timed-out'; waited++)
        if (waited >= seconds) throw failure(`it has not answered for ${Math.ceil(seconds)} s`);
    }
    if (Atomics.load(words, STATE) === state.failed) throw failure(read(words, text));
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

const read = (words: Int32Array, text: Uint8Array): string =>
  Buffer.from(text.subarray(0, words[TEXT_LENGTH])).toString();

const failure = (reason: string): MlpError =>
  new MlpError('bug', `a thread that computes has failed: ${reason}; with --threads 1 there is none`);
