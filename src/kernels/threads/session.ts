import { MlpError } from '../../errors.js';
import type { Instance } from '../wasm/engine.js';
import { CONTROL_BYTES, FAILED, MAIN_PARTS, NAPS, openControl, STARTED } from './control.js';
import { type WorkerPool, workerPool } from './worker_pool.js';

/**
 * Nanoseconds of work that could have been shared, after which threads are worth their start: some 30 ms each, 3 of
 * them of the main one.
 */
const START = 1e7;
/** Factor by which less work is enough where the threads are there already, from earlier networks. */
const FOR_A_START = 50;
/**
 * Nanoseconds of work that gained nothing, one run after the other, after which some is not shared; and of that, the
 * first and the last time.
 */
const ROUND = 1e6;
const FIRST_REST = 2e6;
const LONGEST_REST = 1e9;
/** Short sleeps of the main thread, 0.05 ms each: a minute of them in which no part gets done means a lost worker. */
const SECOND = 1e9;
const NAPS_A_SECOND = 20_000;
const PATIENCE = 60 * NAPS_A_SECOND;

/** Number of a session in the pool, and the control block that it shares with the workers. */
interface Registration {
  readonly workers: WorkerPool;
  readonly id: number;
  readonly control: Int32Array<SharedArrayBuffer>;
}

/** Releases the sessions that nobody refers to any more. */
const abandoned = new FinalizationRegistry<Pick<Registration, 'workers' | 'id'>>(({ workers, id }) =>
  workers.release(id),
);

/** Functions over a memory, and what claims bytes of that. */
export interface SharedInstance extends Instance {
  claim(bytes: number): number;
}

/**
 * The use that one backend makes of the worker pool: workers compute beside the main thread, each with functions of
 * its own over the backend's memory. They are asked for once there has been work enough; nobody waits until they are
 * there.
 */
export class PoolSession {
  private registration: Registration | null = null;
  /** Nanoseconds of work that could be shared so far. */
  private work = 0;
  /**
   * Nanoseconds of the latest runs that gained nothing; of work not to be shared from now on; and after the next
   * round.
   */
  private lost = 0;
  private rest = 0;
  private nextRest = FIRST_REST;

  constructor(
    /** Threads to compute with, the main one among them. */
    readonly threads: number,
    private readonly instance: SharedInstance,
    /** Nanoseconds of work after which threads are asked for; 0: at once, and waited for. */
    private readonly startAfter: number = START,
    private readonly patience: number = PATIENCE,
  ) {}

  /**
   * Whether work of so many nanoseconds is to be shared: not before there has been enough to start threads for,
   * not while they start, and not while the session rests.
   */
  isReady(nanoseconds: number): boolean {
    if (this.rest > 0) {
      this.rest -= nanoseconds;
      return false;
    }
    this.work += nanoseconds;
    if (this.registration === null) {
      const workers = workerPool();
      if (workers === null) return false;
      const areThere = workers.size >= this.threads - 1;
      if (this.work < (areThere ? this.startAfter / FOR_A_START : this.startAfter)) return false;
      this.registration = this.register(workers);
    }
    return Atomics.load(this.registration.control, STARTED) === this.threads - 1;
  }

  /**
   * Runs a program that has been divided, `times` times (see runShared of the module), each time worth so many
   * nanoseconds of one thread. Returns how often it was run.
   */
  run(table: number, parts: number, times: number, nanoseconds: number): number {
    const { workers, id, control } = this.registration!;
    if (workers.ended !== null) throw failure(workers.ended);
    workers.activate(id);
    const done = this.instance.functions.runShared(control.byteOffset, table, parts, times, this.patience);
    if (done < 0)
      throw failure(workers.failure ?? `it has not answered for ${this.patience / NAPS_A_SECOND} s`);
    const waited = (SECOND / NAPS_A_SECOND) * control[NAPS];
    this.observe(control[MAIN_PARTS] < parts * done && waited < nanoseconds * done, nanoseconds * done);
    return done;
  }

  /**
   * Takes note of whether a run gained by other threads: they did something, and the main thread has not waited for
   * them longer than all would have taken it. Where other programs have the cores it does not gain, and workers that
   * are woken would take the main thread's core: after each round of losses, four times as much as after the one
   * before is not shared. A round is long enough to wake a worker, and a rest begins short, as most workers that are
   * gone are back after some milliseconds.
   */
  private observe(hasGained: boolean, nanoseconds: number): void {
    if (hasGained) {
      this.lost = 0;
      this.nextRest = FIRST_REST;
      return;
    }
    this.lost += nanoseconds;
    if (this.lost < ROUND) return;
    this.lost = 0;
    this.rest = this.nextRest;
    this.nextRest = Math.min(4 * this.nextRest, LONGEST_REST);
  }

  private register(workers: WorkerPool): Registration {
    const { functions, source, memory, claim } = this.instance;
    const id = workers.register();
    const address = claim(CONTROL_BYTES);
    for (let i = 0; i < this.threads - 1; i++)
      workers.send(i, {
        session: id,
        source,
        memory,
        control: address,
        scratch: claim(functions.scratchBytes()),
      });
    abandoned.register(this, { workers, id });
    const control = openControl(memory, address);
    if (this.startAfter === 0) awaitStart(control, this.threads - 1);
    return { workers, id, control };
  }
}

function awaitStart(control: Int32Array<SharedArrayBuffer>, workers: number): void {
  for (;;) {
    const started = Atomics.load(control, STARTED);
    if (started === workers || Atomics.load(control, FAILED) !== 0) return;
    Atomics.wait(control, STARTED, started);
  }
}

const failure = (reason: string): MlpError =>
  new MlpError('bug', `a thread that computes has failed: ${reason}; with --threads 1 there is none`);
