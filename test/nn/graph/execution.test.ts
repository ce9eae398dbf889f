import { expect, it } from 'vitest';
import { numbersOf } from '../../../src/kernels/index.js';
import { jsKernels } from '../../../src/kernels/js/index.js';
import { GraphBuilder } from '../../../src/nn/graph/builder.js';
import { Execution } from '../../../src/nn/graph/execution.js';
import { operationsOf, type Value } from '../../../src/nn/graph/graph.js';
import type { Operation } from '../../../src/nn/graph/operation.js';
import { Sum } from '../../../src/nn/layers/residual.js';
import { Layout, type Memory } from '../../../src/nn/layout.js';
import * as zod from '../../../src/zod.js';
import { passes } from '../layers/one_layer.js';

/** y = factor · x, to be seen in the middle. */
const times = (factor: number): Operation => ({
  op: `times_${factor}`,
  forward: ([x], y, rows) =>
    jsKernels.runInJs([x], [y], (x, y) => {
      for (let i = 0; i < rows; i++) y[i] = factor * x[i];
    }),
  backward: ([x], y, dy, [dx], rows) =>
    jsKernels.runInJs([x, y, dy], dx ? [dx] : [], (x, y, dy, dx) => {
      for (let i = 0; i < rows; i++) {
        expect(y[i]).toBe(factor * x[i]);
        if (dx) dx[i] = factor * dy[i];
      }
    }),
});
const sum = new Sum(1, jsKernels);

type Apply = (operation: Operation, ...inputs: Value[]) => Value;

/** Values of operations for x = 1, −1, and the gradients of dy = 1, 2, by the names of the values. */
function run(build: (x: Value, apply: Apply) => Value, wanted = true) {
  const between: Value[] = [];
  const layout = new Layout(jsKernels);
  const graph = new GraphBuilder({}, layout, { l1: 0, l2: 0 });
  const x = graph.input('x', 1);
  const type = {
    options: () => zod.strictObject({}),
    build: () =>
      build(x, (operation, ...inputs) => {
        between.push(graph.apply(operation, inputs, 1));
        return between.at(-1)!;
      }),
  };
  const layer = graph.build('a', type, { type: 'chain' }, x);
  const execution = new Execution(operationsOf([layer]), layout, [x], wanted ? [x] : []);
  layout.allocate(2);
  execution.bind();
  const numbers = (memory: Memory | null) => numbersOf(memory!.vector);
  // what earlier runs left does not matter
  for (const value of between) numbers(execution.gradient(value)).fill(Number.NaN);
  if (wanted) numbers(execution.gradient(x)).fill(Number.NaN);
  numbers(execution.value(x)).set([1, -1]);
  numbers(execution.gradient(layer.output)).set([1, 2]);
  execution.forward(2, passes.training());
  execution.backward(2, passes.training());
  const named = (of: 'value' | 'gradient') =>
    Object.fromEntries(between.map((value) => [value.id, [...numbers(execution[of](value))]]));
  return {
    values: named('value'),
    gradients: named('gradient'),
    dx: execution.gradient(x) && [...numbers(execution.gradient(x))],
    perRow: layout.count(1).pass,
  };
}

it('one operation after the other, forward and back; each backward sees its own x and y', () => {
  const chain = (x: Value, apply: Apply) =>
    [2, 3, 5].reduce((value, factor) => apply(times(factor), value), x);
  const expected = {
    values: { 'a.times_2': [2, -2], 'a.times_3': [6, -6], 'a.times_5': [30, -30] },
    gradients: { 'a.times_2': [15, 30], 'a.times_3': [5, 10], 'a.times_5': [1, 2] },
  };
  expect(run(chain)).toEqual({ ...expected, dx: [30, 60], perRow: 4 + 4 });
  expect(run(chain, false)).toEqual({ ...expected, dx: null, perRow: 4 + 3 });
});

const over = (factor: number): Operation => ({ ...times(factor), overwritesGradient: true });

it('operations that may write their gradient over the one that comes in need one memory for all', () => {
  const chain = (x: Value, apply: Apply) =>
    [2, 3, 5].reduce((value, factor) => apply(over(factor), value), x);
  expect(run(chain)).toMatchObject({ dx: [30, 60], perRow: 4 + 1 });
  expect(run(chain, false)).toMatchObject({ dx: null, perRow: 4 + 1 });
  const last = (x: Value, apply: Apply) => apply(over(3), apply(times(2), x));
  expect(run(last)).toMatchObject({ dx: [6, 12], perRow: 3 + 2 });
});

it('but not where another path needs that, or takes the same value', () => {
  const around = (x: Value, apply: Apply) => apply(sum, apply(over(3), apply(times(2), x)), x);
  expect(run(around).dx).toEqual([7, 14]);
  const behind = (x: Value, apply: Apply) => apply(over(5), around(x, apply));
  expect(run(behind).dx).toEqual([35, 70]);
  const twice = (x: Value, apply: Apply) => {
    const z = apply(times(2), x);
    return apply(sum, apply(over(3), z), apply(over(5), z));
  };
  expect(run(twice).dx).toEqual([16, 32]);
});

it('a sum hands its gradient on: only x, where the paths part, has memory for one of its own', () => {
  const residual = (x: Value, apply: Apply) => apply(sum, apply(times(3), apply(times(2), x)), x);
  expect(run(residual)).toEqual({
    values: { 'a.times_2': [2, -2], 'a.times_3': [6, -6], 'a.sum': [7, -7] },
    gradients: { 'a.times_2': [3, 6], 'a.times_3': [1, 2], 'a.sum': [1, 2] },
    dx: [7, 14],
    perRow: 4 + 3,
  });
});

it('a value that several operations take: their gradients add up', () => {
  const branches = (x: Value, apply: Apply) =>
    apply(sum, apply(sum, apply(times(2), x), apply(times(3), x)), apply(times(5), x));
  expect(run(branches)).toMatchObject({ values: { 'a.sum.2': [10, -10] }, dx: [10, 20] });
});

it('a value that only sums take', () => {
  const doubled = (x: Value, apply: Apply) => apply(sum, x, x);
  expect(run(doubled)).toMatchObject({ values: { 'a.sum': [2, -2] }, dx: [2, 4] });
  const tripled = (x: Value, apply: Apply) => apply(times(2), apply(sum, apply(sum, x, x), x));
  expect(run(tripled)).toMatchObject({ values: { 'a.times_2': [6, -6] }, dx: [6, 12] });
});

it('paths within paths', () => {
  // y = x + 3 (x + 2x)
  const nested = (x: Value, apply: Apply) =>
    apply(sum, apply(times(3), apply(sum, apply(times(2), x), x)), x);
  expect(run(nested)).toMatchObject({ values: { 'a.sum.2': [10, -10] }, dx: [10, 20] });
});

it('several inputs, of which somebody asks for the gradient of one', () => {
  const layout = new Layout(jsKernels);
  const graph = new GraphBuilder({}, layout, { l1: 0, l2: 0 });
  const [x, z] = [graph.input('x', 1), graph.input('z', 1)];
  const type = {
    options: () => zod.strictObject({}),
    build: () => {
      const [a, b] = [times(2), times(3)].map((operation, i) => graph.apply(operation, [[x, z][i]], 1));
      return graph.apply(sum, [a, b], 1);
    },
  };
  const layer = graph.build('a', type, { type: 'chain' }, x);
  const execution = new Execution(operationsOf([layer]), layout, [x, z], [z]);
  layout.allocate(1);
  execution.bind();
  const numbers = (memory: Memory | null) => numbersOf(memory!.vector);
  numbers(execution.value(x)).set([5]);
  numbers(execution.value(z)).set([7]);
  numbers(execution.gradient(layer.output)).set([1]);
  execution.forward(1, passes.training());
  execution.backward(1, passes.training());
  expect([...numbers(execution.value(layer.output))]).toEqual([31]);
  expect(execution.gradient(x)).toBeNull();
  expect([...numbers(execution.gradient(z))]).toEqual([3]);
});
