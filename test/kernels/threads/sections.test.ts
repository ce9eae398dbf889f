import { describe, expect, it } from 'vitest';
import { rules } from '../../../src/kernels/threads/rules.js';
import { divide } from '../../../src/kernels/threads/sections.js';
import type { Operation } from '../../../src/kernels/wasm/recorder.js';
import { formulaNames } from '../../helpers/loops.js';

const [tanh, tanhSlope, relu, mseSlope, sgd, db] = [
  'activation.tanh.y',
  'activation.tanh.dx',
  'activation.relu.y',
  'loss.mse.dy',
  'optimizer.sgd.step',
  'layer.dense.db',
].map((name) => formulaNames[name]({}));

// One layer of 6 inputs and 4 outputs, and 32 rows, each matrix with an address of its own.
const [X, W, B, A, Y, DY, DA, DW, G] = Array.from({ length: 9 }, (_, i) => 100_000 * (i + 1));
/** Gradients, as weights, lie one after the other. */
const DB = DW + 8 * 24;
const call = (name: string, ...values: number[]): Operation => ({ name, values, guard: 0 });
const forward = [call('affine', X, W, B, A, 32, 6, 4), call(tanh, A, Y, 128)];
const backward = [
  call(tanhSlope, Y, DY, DA, 128),
  call('matmulTransposed', DA, X, DW, 4, 32, 6, 4),
  call(db, DA, DB, 32, 4, 4),
];
const update = call(sgd, W, DW, G, 28, 0);

const names = (operations: readonly Operation[], threads = 2) =>
  divide(operations, threads, 0).map((section) =>
    section.map(({ operations }) => operations.map(({ name }) => name).join(' ')),
  );

describe('a step of training', () => {
  it('goes row by row, then adds up rows, then updates', () => {
    const rows = `affine ${tanh} ${tanhSlope}`;
    expect(names([...forward, ...backward, update])).toEqual([
      [rows, rows],
      [`matmulTransposed ${db}`, `matmulTransposed ${db}`],
      [sgd, sgd],
    ]);
  });

  it('is divided at multiples of 8 rows, each with its own piece of what goes by rows', () => {
    const [[first, second]] = divide(forward, 2, 0);
    expect(first.operations.map(({ values }) => values)).toEqual([
      [X, W, B, A, 16, 6, 4],
      [A, Y, 64],
    ]);
    expect(second.operations.map(({ values }) => values)).toEqual([
      [X + 8 * 16 * 6, W, B, A + 8 * 16 * 4, 16, 6, 4],
      [A + 8 * 64, Y + 8 * 64, 64],
    ]);
  });

  it('a part of aᵀ b is some columns of a', () => {
    const [[first, second]] = divide([backward[1]], 2, 0);
    expect(first.operations[0].values).toEqual([DA, X, DW, 2, 32, 6, 4]);
    expect(second.operations[0].values).toEqual([DA + 16, X, DW + 8 * 12, 2, 32, 6, 4]);
  });
});

describe('what adds up some of the rows', () => {
  // 16 rows each
  const halves = [
    call('matmulTransposed', DA, X, DW, 4, 16, 6, 4),
    call('matmulTransposed', DA + 8 * 64, X + 8 * 96, G, 4, 16, 6, 4),
    call('add', DW, G, DW, 24),
  ];
  const rows = `affine ${tanh} ${tanhSlope}`;
  const operations = [...forward, backward[0], ...halves];

  it('is done by the part that has them', () => {
    expect(names(operations)).toEqual([
      [`${rows} matmulTransposed`, `${rows} matmulTransposed`],
      ['add', 'add'],
    ]);
    const [[first, second]] = divide(operations, 2, 0);
    expect([first, second].map(({ operations }) => operations.at(-1))).toEqual([halves[0], halves[1]]);
  });

  it('is waited for by what takes from each, also where it has as many units as there are rows', () => {
    const products = [
      call('affine', X, W, B, A, 32, 8, 4),
      call('matmulTransposed', A, X, DW, 4, 16, 8, 4),
      call('matmulTransposed', A + 8 * 64, X + 8 * 128, G, 4, 16, 8, 4),
    ];
    expect(names([...products, call('add', DW, G, DW, 32)])).toEqual([
      ['affine matmulTransposed', 'affine matmulTransposed'],
      ['add', 'add'],
    ]);
  });

  it('goes on, once it is done, with what needs nothing but rows', () => {
    const more = call('matmul', DA, W, G + 8000, 32, 4, 6, 0);
    expect(names([...operations.slice(0, -1), more])).toEqual([
      [`${rows} matmulTransposed matmul`, `${rows} matmulTransposed matmul`],
    ]);
  });

  it('waits where no part has all of them, where they are read by others, or where it is too early to tell', () => {
    const apart = 'matmulTransposed matmulTransposed add';
    expect(names(operations, 3)).toEqual([
      [rows, rows, rows],
      [apart, apart, apart],
    ]);
    const overwritten = [...operations.slice(0, 4), call(relu, Y, DA, 128)];
    expect(names(overwritten)).toEqual([
      [`${rows} matmulTransposed`, rows],
      [relu, relu],
    ]);
    const sections = divide(operations, 2, 400).map((section) => section.length);
    expect(sections[0]).toBe(1);
  });
});

describe('waits for others', () => {
  it('what reads as a whole what was written by rows, or by other rows', () => {
    expect(names([call(relu, A, Y, 64), call('weightedSum', Y, 0, B, B, G, 64)])).toHaveLength(2);
    expect(names([call(relu, A, Y, 64), call(relu, Y + 8, A, 64)])).toHaveLength(2);
    expect(names([call(relu, A, Y, 64), call(relu, Y, A, 64)])).toHaveLength(1);
  });

  it('what writes what others still read', () => {
    expect(names([call('affine', X, W, 0, A, 32, 6, 4), call('fill', W, 24, 1)])).toHaveLength(2);
  });

  it('what only goes on where a number is finite that has just been written', () => {
    const guarded = { ...call(relu, A, Y, 64), guard: G };
    expect(names([call('weightedSum', X, 0, B, B, G, 64), guarded])).toHaveLength(2);
    expect(names([call('weightedSum', X, 0, B, B, G + 8, 64), guarded])).toHaveLength(1);
  });

  it('nothing because of what is small beside it', () => {
    const small = [call('fill', G, 32, 1), call('fill', G + 800, 1, 1), call('fill', G + 808, 1, 1)];
    const operations = [...small, call('affine', X, W, B, A, 32, 6, 4), call(mseSlope, A, Y, G, DA, 32, 4)];
    const sections = divide(operations, 2, 20).map((section) =>
      section.map(({ operations }) => operations.map(({ name }) => name).join(' ')),
    );
    expect(sections).toEqual([[`fill affine ${mseSlope}`, `fill affine ${mseSlope}`, 'fill fill']]);
  });

  it('nothing else: what is independent is one section, in as many parts as there are', () => {
    const independent = [call(relu, A, Y, 64), call('affine', X, W, 0, DA, 32, 6, 4)];
    expect(names(independent)).toEqual([['affine', 'affine', relu, relu]]);
  });
});

it('nothing is divided below the grain, and small work is one part, whatever it needs of each other', () => {
  const half = 32 * rules[relu].cost;
  expect(divide([call(relu, A, Y, 64)], 4, 1.05 * half)).toHaveLength(1);
  expect(divide([call(relu, A, Y, 64)], 4, 1.05 * half)[0]).toHaveLength(1);
  expect(divide([call(relu, A, Y, 64)], 4, 0.95 * half)[0]).toHaveLength(2);
  const dependent = [call(relu, A, Y, 64), call(relu, Y + 8, A, 64)];
  expect(
    divide(dependent, 4, 100).map((section) => section.map(({ operations }) => operations.length)),
  ).toEqual([[2]]);
});
