/** How a call of a function of the module falls into parts, each a call of the same function. */
export interface Rule {
  /** The place among the arguments of the number of units (rows, columns or elements of the output). */
  readonly over: number;
  /** For each address, which come first, the place of the argument that says how many numbers of it a unit takes, or: */
  readonly moves: readonly number[];
  /** The places of the arguments by which the work of a unit grows. */
  readonly factors: readonly number[];
  /** Nanoseconds of units · factors = 1, roughly (test/bench/NOTES.md). */
  readonly cost: number;
}

/** A unit takes one number. */
export const ONE = -1;
/** All units take the same. */
export const FIXED = -2;

/** A loop over elements: so many vectors, then how many elements. */
const elements = (vectors: number, cost: number): Rule => ({
  over: vectors,
  moves: Array(vectors).fill(ONE),
  factors: [],
  cost,
});

/** A loop over rows: matrices (m) and vectors with a number a row (v), then rows, then columns. */
const rows = (operands: string, cost: number): Rule => ({
  over: operands.length,
  moves: [...operands].map((operand) => (operand === 'm' ? operands.length + 1 : ONE)),
  factors: [operands.length + 1],
  cost,
});

/** Forward from x to y; backward from x or y, and dy, to dx. */
const activation = (name: string, forward: number, backward: number): Record<string, Rule> => ({
  [name]: elements(2, forward),
  [`${name}Backward`]: elements(3, backward),
});

/** Forward from y and t to a loss for each row; backward from y, t and scale to dy. */
const loss = (name: string, cost: number): Record<string, Rule> => ({
  [name]: rows('mmv', cost),
  [`${name}Backward`]: rows('mmvm', cost),
});

export const rules: Readonly<Record<string, Rule>> = {
  // rows of y; rows of c, which for matmulTransposed are columns of a; columns
  affine: { over: 4, moves: [5, FIXED, FIXED, 6], factors: [5, 6], cost: 0.1 },
  matmul: { over: 3, moves: [4, FIXED, 5], factors: [4, 5], cost: 0.1 },
  matmulTransposed: { over: 3, moves: [ONE, FIXED, 5], factors: [4, 5], cost: 0.1 },
  columnSums: { over: 3, moves: [ONE, ONE], factors: [2], cost: 0.3 },

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
  sgd: elements(2, 0.5),
  sgdMomentum: elements(3, 0.8),
  rmsprop: elements(5, 3),
  adagrad: elements(3, 3),
  adadelta: elements(4, 4),
  adam: elements(4, 2.6),
  amsgrad: elements(5, 3),
  adamax: elements(4, 2),
  nadam: elements(4, 3),
  rprop: elements(4, 2),
};
