/** A vector or matrix that a function takes by its address. */
export interface Operand {
  readonly access: 'read' | 'write';
  /** Numbers that a unit takes: so many, or as many as the argument at a place says. 0: all units take the whole. */
  readonly unit: number | { readonly place: number };
  /** Numbers of the whole: the product of the arguments at these places. */
  readonly length: readonly number[];
}

/** What a function of the module reads and writes, how its work falls into parts, and how much it is. */
export interface Rule {
  /** In the order of the addresses, which come first among the arguments. */
  readonly operands: readonly Operand[];
  /** The place among the arguments of the number of units (rows, columns or elements of the output); null: it is done as a whole. */
  readonly over: number | null;
  /** The places of the arguments by whose product the work grows, and nanoseconds where that is 1, roughly (test/bench/NOTES.md). */
  readonly work: readonly number[];
  readonly cost: number;
}

type Access = Operand['access'];
const vector = (access: Access, units: number): Operand => ({ access, unit: 1, length: [units] });
const matrix = (access: Access, units: number, columns: number): Operand => ({
  access,
  unit: { place: columns },
  length: [units, columns],
});
/** Of which every unit takes all, or something from everywhere. */
const whole = (access: Access, ...length: number[]): Operand => ({ access, unit: 0, length });
/** A matrix by columns: a unit is one of them, and lies in every row. */
const columns = (access: Access, ...length: number[]): Operand => ({ access, unit: 1, length });

/** A loop over elements: vectors read (r) and written (w), then how many elements. */
const elements = (accesses: string, cost: number): Rule => {
  const n = accesses.length;
  const operands = [...accesses].map((access) => vector(access === 'r' ? 'read' : 'write', n));
  return { operands, over: n, work: [n], cost };
};

/** A loop over rows: matrices (m) and vectors with a number a row (v), of which the last is written, then rows, then columns. */
const rows = (kinds: string, cost: number): Rule => {
  const n = kinds.length;
  const operands = [...kinds].map((kind, i) => {
    const access = i === n - 1 ? 'write' : 'read';
    return kind === 'm' ? matrix(access, n, n + 1) : vector(access, n);
  });
  return { operands, over: n, work: [n, n + 1], cost };
};

/** Forward from x to y; backward from x or y, and dy, to dx. */
const activation = (name: string, forward: number, backward: number): Record<string, Rule> => ({
  [name]: elements('rw', forward),
  [`${name}Backward`]: elements('rrw', backward),
});

/** Forward from y and t to a loss for each row; backward from y, t and scale to dy. */
const loss = (name: string, cost: number): Record<string, Rule> => ({
  [name]: rows('mmv', cost),
  [`${name}Backward`]: rows('mmvm', cost),
});

/** order, x, source, from, then rows and columns. The source is never written: its length is of no interest. */
const gather = (cost: number): Rule => ({
  operands: [vector('read', 4), matrix('write', 4, 5), whole('read'), whole('read')],
  over: 4,
  work: [4, 5],
  cost,
});

export const rules: Readonly<Record<string, Rule>> = {
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
  // a, b, c, m columns of a, k, n, accumulate, all columns of a
  matmulTransposed: {
    operands: [columns('read', 4, 7), whole('read', 4, 5), matrix('write', 3, 5)],
    over: 3,
    work: [3, 4, 5],
    cost: 0.1,
  },
  // x, sums, rows, columns, all columns of x
  columnSums: {
    operands: [columns('read', 2, 4), vector('write', 3)],
    over: 3,
    work: [2, 3],
    cost: 0.3,
  },
  add: elements('rrw', 0.3),
  multiply: elements('rrw', 0.3),
  copy: elements('rw', 0.2),
  fill: elements('w', 0.3),

  gather: gather(0.5),
  gatherOneHot: gather(0.5),
  // weights, order, from, scale, total, rows
  meanScale: {
    operands: [whole('read'), whole('read'), whole('read'), whole('write', 5), whole('write')],
    over: null,
    work: [5],
    cost: 2,
  },
  // losses, weights, order, from, sum, rows
  weightedSum: {
    operands: [whole('read', 5), whole('read'), whole('read'), whole('read'), whole('write')],
    over: null,
    work: [5],
    cost: 2,
  },

  ...activation('relu', 0.2, 0.3),
  ...activation('leakyRelu', 0.3, 0.3),
  ...activation('softsign', 1, 1),
  ...activation('sigmoid', 4, 0.5),
  ...activation('tanh', 4, 0.5),
  ...activation('elu', 4, 4),
  ...activation('selu', 4, 4),
  ...activation('swish', 4, 4),
  ...activation('gelu', 8, 8),
  ...activation('geluTanh', 4, 4),
  ...activation('softplus', 8, 4),
  ...activation('mish', 8, 8),
  softmax: rows('mm', 5),
  softmaxBackward: rows('mmm', 1.5),

  ...loss('mseLoss', 1),
  ...loss('maeLoss', 1),
  ...loss('huberLoss', 1),
  ...loss('pinballLoss', 1),
  ...loss('wassersteinLoss', 1),
  ...loss('logCoshLoss', 5),
  ...loss('poissonLogLoss', 5),
  ...loss('poissonLoss', 5),
  ...loss('binaryLoss', 8),
  ...loss('binaryFusedLoss', 8),
  ...loss('crossEntropyLoss', 5),
  ...loss('klLoss', 8),
  crossEntropyFusedLoss: rows('mmmv', 3),
  crossEntropyFusedLossBackward: rows('mmvm', 2),
  klFusedLoss: rows('mmmv', 8),
  klFusedLossBackward: rows('mmvm', 2),

  // w, g and the slots
  sgd: elements('wr', 0.5),
  sgdMomentum: elements('wrw', 0.8),
  rmsprop: elements('wrwww', 3),
  adagrad: elements('wrw', 3),
  adadelta: elements('wrww', 4),
  adam: elements('wrww', 2.6),
  amsgrad: elements('wrwww', 3),
  adamax: elements('wrww', 2),
  nadam: elements('wrww', 3),
  rprop: elements('wrww', 2),
};
