import type { CompiledLoop } from '../compiled_loop.js';
import type { Arithmetic } from '../kernels.js';
import { loopTables } from '../loops.js';

/** A vector or matrix that a function takes by its address. */
export interface Operand {
  readonly access: 'read' | 'write';
  /** Numbers that a unit takes: so many, or the product of the arguments at places. 0: all units take the whole. */
  readonly unit: number | { readonly places: readonly number[] };
  /** Numbers of the whole: the product of the arguments at these places. */
  readonly length: readonly number[];
}

/** Rule of a function of the module: what it reads and writes, how its work falls into parts, and how much it is. */
export interface Rule {
  /** Operands in the order of the addresses, which come first among the arguments. */
  readonly operands: readonly Operand[];
  /**
   * The place among the arguments of the number of units (rows, columns or elements of the output); null: it is done as
   * a whole.
   */
  readonly over: number | null;
  /**
   * The places of the arguments by whose product the work grows, and nanoseconds where that is 1, roughly
   * (test/bench/NOTES.md).
   */
  readonly work: readonly number[];
  readonly cost: number;
  /** The places of sizes that are given once more at the end, as those of the whole: a part has less of them. */
  readonly repeated?: readonly number[];
}

type Access = Operand['access'];
const vector = (access: Access, units: number): Operand => ({ access, unit: 1, length: [units] });
const matrix = (access: Access, units: number, ...columns: number[]): Operand => ({
  access,
  unit: { places: columns },
  length: [units, ...columns],
});
/** Operand of which every unit takes all, or something from everywhere. */
const whole = (access: Access, ...length: number[]): Operand => ({ access, unit: 0, length });
/** A matrix by columns: a unit is one of them, and lies in every row. */
const columns = (access: Access, ...length: number[]): Operand => ({ access, unit: 1, length });

/** Blocks of columns, each a unit, of a matrix of so many rows. */
const blocks = (access: Access, columns: number, rows: number, all: number): Operand => ({
  access,
  unit: { places: [columns] },
  length: [rows, columns, all],
});

/** A loop over elements: vectors read (r) and written (w), then how many elements. */
const elements = (accesses: string, cost: number): Rule => {
  const n = accesses.length;
  const operands = [...accesses].map((access) => vector(access === 'r' ? 'read' : 'write', n));
  return { operands, over: n, work: [n], cost };
};

/** A compiled loop: its units are elements, rows or, where they are summed, columns. */
function loopRule({ frame, operands, numbers, cost }: CompiledLoop): Rule {
  const n = operands.length;
  if (frame === 'columnSums') {
    const all = n + 2 + numbers.length;
    const of = {
      element: (access: Access) => columns(access, n, all),
      column: (access: Access) => vector(access, n + 1),
    };
    return {
      operands: operands.map(({ by, access }) => of[by as keyof typeof of](access)),
      ...{ over: n + 1, work: [n, n + 1], cost, repeated: [n + 1] },
    };
  }
  const isFlat = frame === 'elements';
  const of = {
    element: (access: Access) => (isFlat ? vector(access, n) : matrix(access, n, n + 1)),
    row: (access: Access) => vector(access, n),
    column: (access: Access) => whole(access, n + 1),
    loop: whole,
  };
  return {
    operands: operands.map(({ by, access }) => of[by](access)),
    over: n,
    work: isFlat ? [n] : [n, n + 1],
    cost,
  };
}

/** source, order, from, x, then rows and columns. The source is never written: its length is of no interest. */
const gather = (cost: number): Rule => ({
  operands: [whole('read'), vector('read', 4), whole('read'), matrix('write', 4, 5)],
  over: 4,
  work: [4, 5],
  cost,
});

/** Rules of the kernels that are functions of the module with the same parameters. */
export const kernelRules: Readonly<Record<keyof Arithmetic, Rule>> = {
  // x, w, b, y, rows, inputs, outputs
  affine: {
    operands: [matrix('read', 4, 5), whole('read', 5, 6), whole('read', 6), matrix('write', 4, 6)],
    over: 4,
    work: [4, 5, 6],
    cost: 0.1,
  },
  // a, b, c, m, k, n
  matmul: {
    operands: [matrix('read', 3, 4), whole('read', 4, 5), matrix('write', 3, 5)],
    over: 3,
    work: [3, 4, 5],
    cost: 0.1,
  },
  // a, b, c, m columns of a, k, n, all columns of a
  matmulTransposed: {
    operands: [columns('read', 4, 6), whole('read', 4, 5), matrix('write', 3, 5)],
    over: 3,
    work: [3, 4, 5],
    cost: 0.1,
    repeated: [3],
  },
  add: elements('rrw', 0.3),
  multiply: elements('rrw', 0.3),
  copy: elements('rw', 0.2),
  fill: elements('w', 0.3),
  // x, result, n
  allFinite: { operands: [vector('read', 2), whole('write')], over: null, work: [2], cost: 0.5 },
  // state, mask, n, rate; the first number of the state stands for all
  keepMask: { operands: [whole('write'), whole('write', 2)], over: null, work: [2], cost: 4 },

  // x, w, b, y, rows, inputs, outputs, members
  memberAffine: {
    operands: [
      matrix('read', 4, 5, 7),
      whole('read', 5, 6, 7),
      whole('read', 6, 7),
      matrix('write', 4, 6, 7),
    ],
    over: 4,
    work: [4, 5, 6, 7],
    cost: 0.1,
  },
  // a, b, c, rows, k, n, members
  memberMatmul: {
    operands: [matrix('read', 3, 4, 6), whole('read', 4, 5, 6), matrix('write', 3, 5, 6)],
    over: 3,
    work: [3, 4, 5, 6],
    cost: 0.1,
  },
  // a, b, c, m, rows, n, members, all members of a and b
  memberMatmulTransposed: {
    operands: [blocks('read', 3, 4, 7), blocks('read', 5, 4, 7), matrix('write', 6, 3, 5)],
    over: 6,
    work: [3, 4, 5, 6],
    cost: 0.1,
    repeated: [6],
  },
  // w, r, s, v, members, outputs, inputs, matrices
  memberWeights: {
    operands: [whole('read', 5, 6, 7), whole('read', 4, 6), whole('read', 4, 5), whole('write', 4, 5, 6)],
    over: null,
    work: [4, 5, 6],
    cost: 0.3,
  },
  // dv, w, r, s, dw, dr, ds, members, outputs, inputs, matrices
  memberWeightsGradient: {
    operands: [
      whole('read', 7, 8, 9),
      whole('read', 8, 9, 10),
      whole('read', 7, 9),
      whole('read', 7, 8),
      whole('write', 8, 9, 10),
      whole('write', 7, 9),
      whole('write', 7, 8),
    ],
    over: null,
    work: [7, 8, 9],
    cost: 1.5,
  },
  // w, x, dy, dx, dw, db, rows, columns, all columns
  scaleGradients: {
    operands: [
      vector('read', 7),
      columns('read', 6, 8),
      columns('read', 6, 8),
      columns('write', 6, 8),
      vector('write', 7),
      vector('write', 7),
    ],
    over: 7,
    work: [6, 7],
    cost: 0.8,
    repeated: [7],
  },
  // x, y, rows, columns, times, divisor
  repeat: {
    operands: [matrix('read', 2, 3), matrix('write', 2, 3, 4)],
    over: 2,
    work: [2, 3, 4],
    cost: 1,
  },
  sumRepeats: {
    operands: [matrix('read', 2, 3, 4), matrix('write', 2, 3)],
    over: 2,
    work: [2, 3, 4],
    cost: 1,
  },
  // x, z, rows, columns, outputs, from, at, count
  copyColumns: {
    operands: [matrix('read', 2, 3), matrix('write', 2, 4)],
    ...{ over: 2, work: [2, 7], cost: 0.5 },
  },
  // w, bias, offsets, bins, width
  binOffsets: {
    operands: [whole('read', 3, 4), whole('read', 4), whole('write', 3, 4)],
    ...{ over: null, work: [3, 4], cost: 2.4 },
  },
  // x, edges, offsets, slope, w, bin, fraction, z, rows, columns, outputs, input, at, bins, width. The edges are never
  // written: their length, which is one more than that of the bins, is of no interest.
  piecewise: {
    operands: [
      ...[
        matrix('read', 8, 9),
        whole('read'),
        whole('read', 13, 14),
        whole('read', 14),
        whole('read', 13, 14),
      ],
      ...[vector('write', 8), vector('write', 8), matrix('write', 8, 10)],
    ],
    ...{ over: 8, work: [8, 14], cost: 4.5 },
  },
  // x, dz, bin, fraction, dw, dslope, dbias, sums, rows, columns, outputs, input, at, bins, width
  piecewiseGradient: {
    operands: [
      ...[whole('read', 8, 9), whole('read', 8, 10), whole('read', 8), whole('read', 8)],
      ...[whole('write', 13, 14), whole('write', 14), whole('write', 14), whole('write', 13, 14)],
    ],
    ...{ over: null, work: [8, 14], cost: 3.5 },
  },
  // dz, edges, slope, w, bin, dx, rows, columns, outputs, input, at, bins, width
  piecewiseInput: {
    operands: [
      ...[matrix('read', 6, 8), whole('read'), whole('read', 12), whole('read', 11, 12), vector('read', 6)],
      matrix('write', 6, 7),
    ],
    ...{ over: 6, work: [6, 12], cost: 1.5 },
  },
  // x, w, z, rows, columns, outputs, input, at, levels, width
  embed: {
    operands: [matrix('read', 3, 4), whole('read', 8, 9), matrix('write', 3, 5)],
    ...{ over: 3, work: [3, 9], cost: 1 },
  },
  // x, dz, dw, rows, columns, outputs, input, at, levels, width
  embedGradient: {
    operands: [whole('read', 3, 4), whole('read', 3, 5), whole('write', 8, 9)],
    ...{ over: null, work: [3, 9], cost: 1 },
  },
  // dx, rows, columns, input, count
  zeroColumns: { operands: [matrix('write', 1, 2)], over: 1, work: [1, 4], cost: 0.5 },

  gather: gather(0.5),
  gatherOneHot: gather(0.5),
  // it counts from 0: a part would have to know where it begins
  countUp: { operands: [vector('write', 1)], over: null, work: [1], cost: 0.3 },
  // state, x, n; the first number of the state stands for all
  shuffle: { operands: [whole('write'), vector('write', 2)], over: null, work: [2], cost: 5 },
  // losses, weights, order, from, sum, rows
  weightedSum: {
    operands: [whole('read', 5), whole('read'), whole('read'), whole('read'), whole('write')],
    over: null,
    work: [5],
    cost: 2,
  },
};

export const rules: Readonly<Record<string, Rule>> = {
  ...kernelRules,
  ...Object.fromEntries(Object.entries(loopTables).map(([name, loop]) => [name, loopRule(loop)])),
};
