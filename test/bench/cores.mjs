import { availableParallelism } from 'node:os';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/**
 * Milliseconds of a probe, times as long as at best that it may take, and milliseconds until nobody waits any longer.
 */
const PROBE = 5;
const FREE = 1.15;
const PATIENCE = 3000;
/** Round trips of a number between two cores, and times as long as at best that they may take. */
const TRIPS = 2000;
const NEAR = 2;

/** Places of the words: the rounds asked for, and the number that travels: 0 until a thread has computed. */
const ROUNDS = 0;
const TRIP = 1;

/** Sums of products as fast as a core gives them: two threads of one core have half of it each. */
function compute(rounds) {
  const start = performance.now();
  let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < rounds; i++) {
    const x = i * 1e-9;
    a += x * 0.1;
    b += x * 0.2;
    c += x * 0.3;
    d += x * 0.4;
    e += x * 0.5;
    f += x * 0.6;
    g += x * 0.7;
    h += x * 0.8;
  }
  // the sum is used, so that it has to be computed
  return a + b + c + d + e + f + g + h === 1 ? 0 : performance.now() - start;
}

/**
 * The cores of this machine, which may be less than it says: those of a virtual machine are at times the two threads of
 * one real core, have no cache in common, or other machines have a part of them.
 */
export class Cores {
  #threads;
  /**
   * Rounds that a core has for itself alone take PROBE milliseconds, and the least that the trips to each other core
   * have taken.
   */
  #rounds;
  #trips;

  constructor() {
    this.#threads = Array.from({ length: availableParallelism() - 1 }, thread);
    const rounds = 1e6;
    const alone = Array.from({ length: 40 }, () => compute(rounds));
    this.#rounds = Math.round((rounds * PROBE) / Math.min(...alone));
    this.#trips = this.#threads.map(() => Number.POSITIVE_INFINITY);
    for (let i = 0; i < 20; i++) this.#areFree();
  }

  /**
   * Computes on all cores until each is as fast as one alone, and as near to the first as ever; in vain for 3 s: false.
   */
  free() {
    const end = performance.now() + PATIENCE;
    do {
      if (this.#areFree()) return true;
    } while (performance.now() < end);
    return false;
  }

  end() {
    for (const { worker } of this.#threads) worker.terminate();
  }

  #areFree() {
    for (const { words } of this.#threads) {
      Atomics.store(words, ROUNDS, this.#rounds);
      Atomics.notify(words, ROUNDS);
    }
    const slowest = Math.max(
      compute(this.#rounds),
      ...this.#threads.map(({ words, times }) => {
        while (Atomics.load(words, TRIP) === 0);
        return times[0];
      }),
    );
    const trips = this.#threads.map(({ words }) => {
      const time = travel(words, 1);
      while (Atomics.load(words, TRIP) !== 0);
      return time;
    });
    this.#trips = this.#trips.map((least, i) => Math.min(least, trips[i]));
    return slowest < FREE * PROBE && trips.every((time, i) => time < NEAR * this.#trips[i]);
  }
}

/** Sends a number to and fro: it is `turn` where it is this thread's turn. Milliseconds. */
function travel(words, turn) {
  const start = performance.now();
  for (let i = 0; i < TRIPS; i++) {
    while (Atomics.load(words, TRIP) !== turn);
    Atomics.store(words, TRIP, 3 - turn);
  }
  return performance.now() - start;
}

function thread() {
  const memory = new SharedArrayBuffer(16);
  const worker = new Worker(new URL(import.meta.url), { workerData: memory });
  worker.unref();
  return { worker, ...shared(memory) };
}

/** Memory that threads share: the words, and the milliseconds that the rounds took. */
const shared = (memory) => ({ words: new Int32Array(memory, 0, 2), times: new Float64Array(memory, 8, 1) });

if (!isMainThread && workerData instanceof SharedArrayBuffer) {
  const { words, times } = shared(workerData);
  for (;;) {
    Atomics.wait(words, ROUNDS, 0);
    times[0] = compute(Atomics.exchange(words, ROUNDS, 0));
    Atomics.store(words, TRIP, 1);
    travel(words, 2);
    Atomics.store(words, TRIP, 0);
  }
}
