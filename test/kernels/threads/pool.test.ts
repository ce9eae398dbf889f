import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { FUNCTION, type Mailbox, STATE, state } from '../../../src/kernels/threads/mailbox.js';
import { Pool } from '../../../src/kernels/threads/pool.js';
import { instantiate } from '../../../src/kernels/wasm/engine.js';

const PAGE = 65536;
const names = ['relu', 'columnSums'];
const [RELU, NO_SUCH_FUNCTION] = [0, names.length];

function create() {
  const { module, memory } = instantiate(20)!;
  const pool = new Pool(2, { module, memory, names }, () => PAGE);
  return { pool, memory, mailbox: pool.mailbox(0) };
}

/** Lets the worker compute y = relu(x) for one number, x and y at these addresses. */
function postRelu(pool: Pool, mailbox: Mailbox, x: number, y: number): void {
  mailbox.values.set([x, y, 1]);
  pool.post(mailbox, RELU);
}

/** Until the worker is in that state; the event loop has its turns. */
async function reaches({ words }: Mailbox, wanted: number): Promise<void> {
  while (Atomics.load(words, STATE) !== wanted) await pause(1);
}

/** Until the worker has begun, however long it takes to start. */
function begun({ words }: Mailbox): void {
  while (Atomics.load(words, STATE) === state.posted);
}

describe('a worker', () => {
  it('computes what is posted, awake or asleep, and sleeps when there is nothing', async () => {
    const { pool, memory, mailbox } = create();
    const numbers = new Float64Array(memory.buffer, 2 ** 20, 2);
    for (let i = 1; i <= 100; i++) {
      numbers[0] = i;
      postRelu(pool, mailbox, 2 ** 20, 2 ** 20 + 8);
      begun(mailbox);
      pool.join(mailbox, 60);
      expect(numbers[1]).toBe(i);
      if (i % 20 === 0) await reaches(mailbox, state.asleep);
    }
  });

  it('that has not begun is relieved of its work', () => {
    const { pool, memory, mailbox } = create();
    // this thread has not let it start yet, or it has begun: one or the other, and never both
    new Float64Array(memory.buffer, 2 ** 20, 1)[0] = 3;
    postRelu(pool, mailbox, 2 ** 20, 2 ** 20 + 8);
    if (!pool.takeBack(mailbox)) pool.join(mailbox, 60);
    expect(pool.takeBack(mailbox)).toBe(false);
    expect([state.idle, state.asleep]).toContain(Atomics.load(mailbox.words, STATE));
  });

  it('sees memory that has grown since it started', async () => {
    const { pool, memory, mailbox } = create();
    await reaches(mailbox, state.asleep);
    const at = memory.grow(1) * PAGE;
    const numbers = new Float64Array(memory.buffer, at, 2).fill(-7);
    postRelu(pool, mailbox, at, at + 8);
    begun(mailbox);
    pool.join(mailbox, 60);
    expect([...numbers]).toEqual([-7, 0]);
  });
});

describe('a worker that fails is an error of the program', () => {
  const aBug = (what: RegExp) =>
    expect.objectContaining({ name: 'MlpError', failure: 'bug', message: expect.stringMatching(what) });
  const caught = (call: () => void): unknown => {
    try {
      call();
    } catch (error) {
      return error;
    }
    return null;
  };

  it('when a function traps', () => {
    const { pool, mailbox } = create();
    postRelu(pool, mailbox, 2 ** 31, 2 ** 31);
    begun(mailbox);
    expect(caught(() => pool.join(mailbox, 60))).toEqual(aBug(/memory access out of bounds/));
    expect(caught(() => pool.post(mailbox, RELU))).toEqual(aBug(/memory access out of bounds/));
  });

  it('when it throws', () => {
    const { pool, mailbox } = create();
    pool.post(mailbox, NO_SUCH_FUNCTION);
    begun(mailbox);
    expect(caught(() => pool.join(mailbox, 60))).toEqual(aBug(/TypeError/));
    expect(mailbox.words[FUNCTION]).toBe(NO_SUCH_FUNCTION);
  });

  it('when it has ended', async () => {
    const { pool, mailbox } = create();
    pool.post(mailbox, NO_SUCH_FUNCTION);
    begun(mailbox);
    // the event loop hears of it
    let error: unknown;
    while (!/ended/.test(String(error))) {
      await pause(1);
      error = caught(() => pool.post(mailbox, RELU));
    }
    expect(error).toEqual(aBug(/it ended with exit code 0/));
  });

  it('when it cannot start', () => {
    const { memory } = instantiate(20)!;
    const pool = new Pool(2, { module: {}, memory, names }, () => PAGE);
    const mailbox = pool.mailbox(0);
    while (Atomics.load(mailbox.words, STATE) !== state.failed);
    expect(caught(() => pool.post(mailbox, RELU))).toEqual(aBug(/TypeError/));
  });

  it('when it does not answer', async () => {
    const { pool, mailbox } = create();
    await reaches(mailbox, state.asleep);
    Atomics.store(mailbox.words, STATE, state.taken); // as one that is killed while it computes leaves it
    expect(caught(() => pool.join(mailbox, 1))).toEqual(aBug(/not answered for 1 s/));
  });
});

describe('a pool', () => {
  const shared = (pool: Pool, calls: number, gains: (call: number) => boolean): number => {
    let count = 0;
    for (let i = 0; i < calls; i++) {
      if (!pool.isReady(10, 1000)) continue;
      pool.observe(gains(i));
      count++;
    }
    return count;
  };

  it('shares nothing before there has been enough to do, nor while its workers start, then everything that gains', () => {
    const { module, memory } = instantiate(20)!;
    const pool = new Pool(2, { module, memory, names }, () => PAGE);
    expect(shared(pool, 101, () => true)).toBe(0); // the last one starts them
    up(pool);
    expect(shared(pool, 1000, () => true)).toBe(1000);
  });

  const up = (pool: Pool) => {
    while (Atomics.load(pool.mailbox(0).words, STATE) === state.starting);
  };
  const worked = () => {
    const { pool } = create();
    up(pool);
    expect(shared(pool, 100, () => true)).toBe(0);
    return pool;
  };

  it('rests for longer and longer where it loses, and works again when that is over', () => {
    // rounds of 10 losses, with rests of 32, 128, 512, 1000, 1000 … calls between them
    expect(shared(worked(), 10 + 32 + 10 + 128 + 10 + 512 + 10 + 1000, () => false)).toBe(40);
    expect(shared(worked(), 10 + 32 + 10 + 128 + 500, (call) => call > 100)).toBe(10 + 10 + 500);
  });

  it('goes on where it gains now and then', () => {
    expect(shared(worked(), 1000, (call) => call % 10 === 0)).toBe(1000);
  });
});
