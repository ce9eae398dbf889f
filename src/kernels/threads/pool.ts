import { MlpError } from '../../errors.js';
import type { Exports, Memory } from '../wasm/engine.js';
import { CONTROL_BYTES, FAILED, NAPS, OWN, openControl, STARTED } from './control.js';
import { type Crew, currentCrew } from './crew.js';

/** Nanoseconds of work that could have been shared, after which it is worth it to start threads, some 30 ms each, 3 of them in the main one. */
const START = 1e7;
/** Where the threads are there already, from earlier networks, so many times less is enough. */
const FOR_A_START = 50;
/** Nanoseconds of work that gained nothing, one run after the other, after which some is not shared: so much first, at last so much. */
const ROUND = 1e6;
const FIRST_REST = 2e6;
const LONGEST_REST = 1e9;
/** Naps of the main thread, 0.05 ms each, and how many with nothing done a worker that is alive never needs: a minute of them. */
const SECOND = 1e9;
const NAPS_A_SECOND = 20_000;
const PATIENCE = 60 * NAPS_A_SECOND;

/** What has been claimed for a pool, and who works for it. */
interface Staff {
  readonly crew: Crew;
  readonly id: number;
  readonly words: Int32Array<SharedArrayBuffer>;
}

/** Workers need not know a pool that nobody refers to any more. */
const abandoned = new FinalizationRegistry<Pick<Staff, 'crew' | 'id'>>(({ crew, id }) => crew.dismiss(id));

/** What it takes to work for a pool. */
export interface Workplace {
  readonly wasm: Exports;
  readonly module: object;
  readonly memory: Memory;
  claim(bytes: number): number;
}

/**
 * Threads that compute beside the main one, each with an instance of the module over the one memory. They are asked for once there has
 * been work enough; nobody waits until they are there.
 */
export class Pool {
  private staff: Staff | null = null;
  /** Nanoseconds of work that could be shared so far. */
  private work = 0;
  /** Nanoseconds of the latest runs, which gained nothing, those from now on that are not shared, and those after the next round. */
  private lost = 0;
  private rest = 0;
  private nextRest = FIRST_REST;

  constructor(
    /** With the main one. */
    readonly threads: number,
    private readonly workplace: Workplace,
    /** Nanoseconds of work after which threads are asked for; 0: at once, and waited for. */
    private readonly startAfter: number = START,
    private readonly patience: number = PATIENCE,
  ) {}

  /**
   * Whether work of so many nanoseconds is to be shared: not before there has been enough to start threads for, not
   * while they start, and not while the pool rests.
   */
  isReady(nanoseconds: number): boolean {
    if (this.rest > 0) {
      this.rest -= nanoseconds;
      return false;
    }
    this.work += nanoseconds;
    if (this.staff === null) {
      const isThere = currentCrew().size >= this.threads - 1;
      if (this.work < (isThere ? this.startAfter / FOR_A_START : this.startAfter)) return false;
      this.staff = this.hire();
    }
    return Atomics.load(this.staff.words, STARTED) === this.threads - 1;
  }

  /**
   * Runs a program that has been divided, `times` times (see runShared of the module), each time worth so many nanoseconds of one
   * thread. Returns how often it was run.
   */
  run(table: number, parts: number, times: number, nanoseconds: number): number {
    const { crew, id, words } = this.staff!;
    if (crew.ended !== null) throw failure(crew.ended);
    crew.call(id);
    const done = this.workplace.wasm.runShared(words.byteOffset, table, parts, times, this.patience);
    if (done < 0) throw failure(crew.failure ?? `it has not answered for ${this.patience / NAPS_A_SECOND} s`);
    const waited = (SECOND / NAPS_A_SECOND) * words[NAPS];
    this.observe(words[OWN] < parts * done && waited < nanoseconds * done, nanoseconds * done);
    return done;
  }

  /**
   * Told whether a run gained by other threads: whether they did something, and the main thread has not waited for them longer than all would
   * have taken it. Where other programs have the cores it does not, and workers that are
   * woken would take the main thread's: after each round of losses, four times as much as after the one before is not shared.
   * A round is long enough to wake a worker, and a rest begins short, as most workers that are gone are back after some milliseconds.
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

  private hire(): Staff {
    const { wasm, module, memory, claim } = this.workplace;
    const crew = currentCrew();
    const id = crew.enlist();
    const control = claim(CONTROL_BYTES);
    for (let i = 0; i < this.threads - 1; i++)
      crew.send(i, { pool: id, module, memory, control, scratch: claim(wasm.scratchBytes()) });
    abandoned.register(this, { crew, id });
    const words = openControl(memory, control);
    if (this.startAfter === 0) awaitStart(words, this.threads - 1);
    return { crew, id, words };
  }
}

function awaitStart(words: Int32Array<SharedArrayBuffer>, workers: number): void {
  for (;;) {
    const started = Atomics.load(words, STARTED);
    if (started === workers || Atomics.load(words, FAILED) !== 0) return;
    Atomics.wait(words, STARTED, started);
  }
}

const failure = (reason: string): MlpError =>
  new MlpError('bug', `a thread that computes has failed: ${reason}; with --threads 1 there is none`);
