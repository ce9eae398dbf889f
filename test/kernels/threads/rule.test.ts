import { describe, expect, it } from 'vitest';
import { MlpError } from '../../../src/errors.js';
import { rule } from '../../../src/kernels/threads/rule.js';

describe('a rule by its signature', () => {
  it('has places among the arguments, which are operands, then sizes', () => {
    const affine = rule('x[rows, inputs] w[inputs] -> y[rows]', 'rows, inputs', { over: 'rows', cost: 2 });
    expect(affine).toEqual({
      operands: [
        { access: 'read', unit: [4], length: [3, 4] },
        { access: 'read', unit: null, length: [4] },
        { access: 'write', unit: [], length: [3] },
      ],
      over: 3,
      work: [3, 4],
      cost: 2,
    });
  });

  it('gives the size of the whole once more, where an operand has units in every row', () => {
    const sums = rule('x[k, all m, n] -> sum', 'k, m, n', { over: 'm', work: 'k', cost: 1 });
    expect(sums).toMatchObject({ repeated: [3], over: 3, work: [2] });
    expect(sums.operands[0]).toEqual({ access: 'read', unit: [4], length: [2, 5, 4] });
    expect(sums.operands[1]).toEqual({ access: 'write', unit: null, length: [] });
  });

  it('is refused where a size has another name', () => {
    expect(() => rule('x[rows] -> y[row]', 'rows', { over: 'rows', cost: 1 })).toThrow(
      new MlpError('bug', 'no size is called row: rows, all rows'),
    );
  });
});
