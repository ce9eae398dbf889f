import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { FAILED, SLEEPERS, STARTED } from '../../../src/kernels/threads/control.js';
import { PoolSession } from '../../../src/kernels/threads/session.js';
import type { WorkerPool } from '../../../src/kernels/threads/worker_pool.js';
import { Allocator } from '../../../src/kernels/wasm/allocator.js';
import { bytesOf, write } from '../../../src/kernels/wasm/commands.js';
import { instantiate } from '../../../src/kernels/wasm/engine.js';

const PAGE = 65536;

/** A session whose workers are there, with a program of many parts: y = relu(x), a number each. */
function create(threads = 2, startAfter = 0, patience?: number) {
  const instance = instantiate(40)!;
  const { memory, functions: wasm } = instance;
  const allocator = new Allocator(memory);
  const claim = (bytes: number) => allocator.claim(bytes);
  wasm.useScratch(claim(wasm.scratchBytes()));
  const session = new PoolSession(threads, { ...instance, claim }, startAfter, patience);
  /** Registration of the session in the pool, once the workers have been asked for. */
  const registration = () => (session as unknown as { registration: Registration }).registration;
  return { session, memory, claim, registration };
}

type Created = ReturnType<typeof create>;

interface Registration {
  readonly workers: Pick<WorkerPool, 'activate' | 'release'> & {
    readonly words: Int32Array;
    readonly workers: readonly unknown[];
  };
  readonly id: number;
  readonly control: Int32Array;
}

/** A program of parts that each compute y = relu(x) of one number. */
function reluProgram({ memory, claim }: Created, count: number, addressOf = (address: number) => address) {
  const numbers = new Float64Array(memory.buffer, claim(16 * count), 2 * count);
  const table = claim(16 * count);
  for (let i = 0; i < count; i++) {
    const x = numbers.byteOffset + 16 * i;
    const operation = { name: 'activation_relu_y', values: [addressOf(x), addressOf(x + 8), 1], guard: 0 };
    const from = claim(bytesOf([operation]));
    const to = write([operation], memory.buffer, from);
    new Uint32Array(memory.buffer, table + 16 * i, 3).set([0, from, to]);
  }
  return { numbers, table, parts: count };
}

/** Waits until a shared word has a value; the event loop has its turns. */
async function reaches(words: Int32Array, place: number, wanted: number): Promise<void> {
  while (Atomics.load(words, place) !== wanted) await pause(1);
}

/** Workers of its pool, which is that of the whole process. */
const workersOf = (created: Created): number => created.registration().workers.workers.length;

describe('workers', () => {
  it('do their parts, awake or asleep, and sleep when there is nothing', async () => {
    const created = create(3);
    const { session } = created;
    const { numbers, table, parts } = reluProgram(created, 50);
    expect(session.isReady(1)).toBe(true);
    for (let i = 1; i <= 60; i++) {
      numbers.fill(i);
      for (let k = 1; k < numbers.length; k += 2) numbers[k] = -1;
      expect(session.run(table, parts, 1, 1e9)).toBe(1);
      expect(numbers.every((value) => value === i)).toBe(true);
      if (i % 20 === 0) await reaches(created.registration().workers.words, SLEEPERS, workersOf(created));
    }
  });

  it('see memory that has grown since they started', async () => {
    const created = create();
    const { session, memory } = created;
    expect(session.isReady(1)).toBe(true);
    await reaches(created.registration().workers.words, SLEEPERS, workersOf(created));
    const added = memory.grow(40) * PAGE;
    const { numbers, table, parts } = reluProgram(created, 2000, (address) => address);
    expect(numbers.byteOffset).toBeLessThan(added + 40 * PAGE);
    numbers.fill(2);
    session.run(table, parts, 3, 1e9);
    expect(numbers.every((value) => value === 2)).toBe(true);
  });
});

it('workers serve one session after the other, and drop those that are released', async () => {
  const [one, other] = [create(), create(3)];
  const programs = [one, other].map((created) => ({ created, ...reluProgram(created, 30) }));
  for (let i = 1; i <= 50; i++) {
    for (const { created, numbers, table, parts } of programs) {
      numbers.fill(i);
      for (let k = 1; k < numbers.length; k += 2) numbers[k] = -1;
      while (!created.session.isReady(1e9)); // so little is soon left to the main thread
      created.session.run(table, parts, 1, 1e9);
      expect(numbers.every((value) => value === i)).toBe(true);
    }
  }
  const { workers, id } = one.registration();
  expect(other.registration().workers).toBe(workers);
  workers.release(id);
  await reaches(workers.words, SLEEPERS, workersOf(one));
  // nobody helps, and all is done
  const [{ numbers, table, parts }] = programs;
  numbers.fill(7);
  one.session.run(table, parts, 1, 1e9);
  expect(numbers.every((value) => value === 7)).toBe(true);
});

describe('a worker that fails is an error of the program', () => {
  const aBug = (what: RegExp) =>
    expect.objectContaining({ name: 'MlpError', failure: 'bug', message: expect.stringMatching(what) });
  const caught = (call: () => unknown): unknown => {
    try {
      call();
    } catch (error) {
      return error;
    }
    return null;
  };

  /** Lets the workers, and not the main thread, run into a trap. */
  async function trap(created: Created): Promise<unknown> {
    const { session, memory } = created;
    const { table, parts } = reluProgram(created, 1, () => 2 ** 31);
    expect(session.isReady(1)).toBe(true);
    await reaches(created.registration().workers.words, SLEEPERS, workersOf(created));
    const { workers, id, control } = created.registration();
    // what runShared of the module publishes
    const longs = new BigInt64Array(memory.buffer, control.byteOffset, 32);
    longs[16] = (BigInt(parts) << 32n) | BigInt(table);
    Atomics.store(longs, 0, 1n << 32n);
    workers.activate(id);
    while (Atomics.load(control, FAILED) === 0);
    // a part that may never begin, so that the main thread waits for the worker
    new Uint32Array(memory.buffer, table, 1)[0] = 1;
    return caught(() => session.run(table, parts, 1, 1e9));
  }

  it('when a function traps', async () => {
    expect(await trap(create())).toEqual(aBug(/memory access out of bounds/));
  });

  it('when it has ended', async () => {
    const created = create();
    await trap(created);
    let error: unknown;
    while (!/ended/.test(String(error))) {
      await pause(1);
      error = caught(() => created.session.run(0, 0, 1, 1e9));
    }
    expect(error).toEqual(aBug(/it ended with exit code 0/));
  });

  it('when it does not answer', () => {
    const created = create(2, 0, 20);
    expect(created.session.isReady(1)).toBe(true);
    const { table } = reluProgram(created, 1);
    // one part more than anyone can take, as one that is killed while it computes leaves it
    new Uint32Array(created.memory.buffer, table, 1)[0] = 1;
    expect(caught(() => created.session.run(table, 1, 1, 1e9))).toEqual(aBug(/has not answered for 0.001 s/));
  });
});

describe('a session', () => {
  /** Creates a session whose worker is there. */
  const worked = () => {
    const created = create();
    expect(created.session.isReady(1)).toBe(true);
    return created;
  };

  it('shares nothing before there has been enough to do, nor while its workers start', async () => {
    // of the workers that there are from the tests before, this one wants one more
    const workers = workersOf(worked());
    const created = create(workers + 2, 1000);
    const { session } = created;
    for (let i = 0; i < 99; i++) expect(session.isReady(10)).toBe(false);
    session.isReady(10);
    await reaches(created.registration().control, STARTED, workers + 1);
    expect(session.isReady(10)).toBe(true);
  });

  it('asks workers that are there for less', async () => {
    worked();
    const { session, registration } = create(2, 1000);
    expect(session.isReady(19)).toBe(false);
    session.isReady(1); // 20 of 1000
    await reaches(registration().control, STARTED, 1);
    expect(session.isReady(1)).toBe(true);
  });

  /** A program of one part, which the main thread does before a worker is awake, or of as many as give it time. */
  const runs = (created: Created, calls: number, parts: number, nanoseconds: number): number => {
    const program = reluProgram(created, parts);
    let count = 0;
    for (let i = 0; i < calls; i++) {
      if (!created.session.isReady(nanoseconds)) continue;
      created.session.run(program.table, program.parts, 1, nanoseconds);
      count++;
    }
    return count;
  };

  it('rests for longer and longer where it gains nothing', () => {
    // nothing to share at all: rounds of 1 ms, with rests of 2, 8, 32 ms between them
    const created = create();
    expect(runs(created, 4 + 8 + 4 + 32 + 4 + 128 + 4, 0, 250_000)).toBe(16);
  });
});
