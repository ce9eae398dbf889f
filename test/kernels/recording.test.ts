import { describe, expect, it } from 'vitest';
import { backends, type Kernels } from '../../src/kernels/index.js';
import { portableBackends } from '../helpers/portable_backends.js';

const makers: Readonly<Record<string, () => Kernels>> = {
  js: () => backends.js,
  ...portableBackends({ threads: 1 }),
  ...Object.fromEntries(
    Object.entries(portableBackends({ threads: 2, grain: 0 })).map(([name, make]) => [
      `${name}, 2 threads`,
      make,
    ]),
  ),
};

describe.each(Object.entries(makers))('%s', (_, make) => {
  const kernels = make();
  const vector = (...values: number[]) => {
    const result = kernels.allocate(values.length);
    result.set(values);
    return result;
  };

  it('runs what was recorded, on the numbers that are there then', () => {
    const [a, b, c] = [vector(1, 2, 3), vector(10, 20, 30), vector(0, 0, 0)];
    const program = kernels.record(() => {
      kernels.add(a, b, c, 3);
      kernels.multiply(c, c, c, 3);
    });
    program.run();
    expect([...c]).toEqual([121, 484, 1089]);
    a.set([0, 0, 1]);
    program.run();
    expect([...c]).toEqual([100, 400, 961]);
  });

  it('does what no kernel does in its turn', () => {
    const a = vector(1, 2);
    const seen: number[][] = [];
    const program = kernels.record(() => {
      kernels.runInJs([a], [], (numbers) => void seen.push([...numbers]));
      kernels.add(a, a, a, 2);
      kernels.runInJs([a], [], (numbers) => void seen.push([...numbers]));
      kernels.add(a, a, a, 2);
    });
    program.run();
    program.run();
    expect(seen).toEqual([
      [1, 2],
      [2, 4],
      [4, 8],
      [8, 16],
    ]);
    kernels.runInJs([], [], () => void seen.push([0]));
    expect(seen).toHaveLength(5);
  });

  it.each([[false], [true]])(
    'a series: each run has its inputs and leaves its outputs (with steps in JS: %s)',
    (inJs) => {
      const [input, output] = [vector(0, 0), vector(0)];
      const sum = vector(100);
      const program = kernels.record(() => {
        kernels.add(sum, input, sum, 1);
        if (inJs) kernels.runInJs([], [], () => {});
        kernels.add(sum, input.subarray(1), output, 1);
      });
      const series = { input, inputs: vector(1, 5, 2, 6, 3, 7), output, outputs: vector(0, 0, 0) };
      expect(program.runSeries(series, 3)).toBe(3);
      expect([...series.outputs]).toEqual([106, 109, 113]);
      expect([...sum]).toEqual([106]);
    },
  );

  it.each([[false], [true]])(
    'ends after a run whose output is not finite, and leaves out what depends on it (with steps in JS: %s)',
    (inJs) => {
      const [input, output, w] = [vector(0), vector(0), vector(0)];
      let calls = 0;
      const program = kernels.record(() => {
        kernels.multiply(input, input, output, 1);
        kernels.whereFinite(output, () => {
          kernels.add(w, input, w, 1);
          if (inJs) kernels.runInJs([], [], () => void calls++);
          kernels.add(w, input, w, 1);
        });
        kernels.add(input, input, input, 1);
      });
      const series = { input, inputs: vector(1, 2, 1e200, 4), output, outputs: vector(0, 0, 0, 0) };
      expect(program.runSeries(series, 4)).toBe(3);
      expect([...series.outputs]).toEqual([1, 4, Infinity, 0]);
      expect([...w]).toEqual([6]);
      expect(input[0]).toBe(2e200); // what comes after does not depend on it
      expect(calls).toBe(inJs ? 2 : 0);
    },
  );

  it('whereFinite by itself looks at once', () => {
    const [value, w] = [vector(Number.NaN), vector(1)];
    kernels.whereFinite(value, () => kernels.add(w, w, w, 1));
    expect(w[0]).toBe(1);
    value[0] = 0;
    kernels.whereFinite(value, () => kernels.add(w, w, w, 1));
    expect(w[0]).toBe(2);
  });

  it('a body that throws leaves nothing behind', () => {
    const a = vector(1);
    expect(() =>
      kernels
        .record(() => {
          kernels.add(a, a, a, 1);
          throw new Error('no');
        })
        .run(),
    ).toThrow('no');
    kernels.fill(a, 1, 3);
    kernels.add(a, a, a, 1);
    expect(a[0]).toBe(6);
  });
});
