import type { CompiledLoop } from '../compiled_loop.js';
import type { Arithmetic } from '../kernels.js';
import { loopTables } from '../loops.js';
import { type Rule, rule, ruleOf } from './rule.js';

/** A compiled loop: its units are elements, rows or, where they are summed, columns. */
function loopRule({ frame, operands, numbers, cost }: CompiledLoop): Rule {
  const sizes = frame === 'elements' ? ['n'] : ['rows', 'columns'];
  const over = frame === 'columnSums' ? 'columns' : sizes[0];
  const element = frame === 'columnSums' ? ['rows', 'all columns'] : sizes;
  const dimensions = { element, row: ['rows'], column: ['columns'], loop: [] };
  const shapes = operands.map(({ by, access }) => ({ access, dimensions: dimensions[by] }));
  return ruleOf(shapes, [...sizes, ...numbers], { over, work: sizes.join(', '), cost });
}

/**
 * Rules of the kernels that are functions of the module with the same parameters. What is never written has no length
 * where that is of no interest: sources of batches, edges of bins. The first number of a generator's state stands for
 * all.
 */
export const kernelRules: Readonly<Record<keyof Arithmetic, Rule>> = {
  affine: rule('x[rows, inputs] w[outputs, inputs] b[outputs] -> y[rows, outputs]', 'rows, inputs, outputs', {
    ...{ over: 'rows', cost: 0.1 },
  }),
  matmul: rule('a[m, k] b[k, n] -> c[m, n]', 'm, k, n', { over: 'm', cost: 0.1 }),
  matmulTransposed: rule('a[k, all m] b[k, n] -> c[m, n]', 'm, k, n', { over: 'm', cost: 0.1 }),
  add: rule('a[n] b[n] -> c[n]', 'n', { over: 'n', cost: 0.3 }),
  multiply: rule('a[n] b[n] -> c[n]', 'n', { over: 'n', cost: 0.3 }),
  copy: rule('a[n] -> b[n]', 'n', { over: 'n', cost: 0.2 }),
  fill: rule('-> x[n]', 'n, value', { over: 'n', work: 'n', cost: 0.3 }),
  allFinite: rule('x[n] -> result', 'n', { cost: 0.5 }),
  keepMask: rule('-> state mask[n]', 'n, rate', { work: 'n', cost: 4 }),

  memberAffine: rule(
    'x[rows, members, inputs] w[members, outputs, inputs] b[members, outputs] -> y[rows, members, outputs]',
    'rows, inputs, outputs, members',
    { over: 'rows', cost: 0.1 },
  ),
  memberMatmul: rule('a[rows, members, k] b[members, k, n] -> c[rows, members, n]', 'rows, k, n, members', {
    over: 'rows',
    cost: 0.1,
  }),
  memberMatmulTransposed: rule(
    'a[rows, all members, m] b[rows, all members, n] -> c[members, m, n]',
    'm, rows, n, members',
    { over: 'members', cost: 0.1 },
  ),
  memberWeights: rule(
    'w[matrices, outputs, inputs] r[members, inputs] s[members, outputs] -> v[members, outputs, inputs]',
    'members, outputs, inputs, matrices',
    { work: 'members, outputs, inputs', cost: 0.3 },
  ),
  memberWeightsGradient: rule(
    'dv[members, outputs, inputs] w[matrices, outputs, inputs] r[members, inputs] s[members, outputs] -> ' +
      'dw[matrices, outputs, inputs] dr[members, inputs] ds[members, outputs]',
    'members, outputs, inputs, matrices',
    { work: 'members, outputs, inputs', cost: 1.5 },
  ),
  scaleGradients: rule(
    'w[columns] x[rows, all columns] dy[rows, all columns] -> dx[rows, all columns] dw[columns] db[columns]',
    'rows, columns',
    { over: 'columns', cost: 0.8 },
  ),
  repeat: rule('x[rows, columns] -> y[rows, columns, times]', 'rows, columns, times, divisor', {
    ...{ over: 'rows', work: 'rows, columns, times', cost: 1 },
  }),
  sumRepeats: rule('x[rows, columns, times] -> y[rows, columns]', 'rows, columns, times, divisor', {
    ...{ over: 'rows', work: 'rows, columns, times', cost: 1 },
  }),

  copyColumns: rule('x[rows, columns] -> z[rows, outputs]', 'rows, columns, outputs, from, at, count', {
    ...{ over: 'rows', work: 'rows, count', cost: 0.5 },
  }),
  binOffsets: rule('w[bins, width] bias[width] -> offsets[bins, width]', 'bins, width', { cost: 2.4 }),
  piecewise: rule(
    'x[rows, columns] edges offsets[bins, width] slope[width] w[bins, width] -> ' +
      'bin[rows] fraction[rows] z[rows, outputs]',
    'rows, columns, outputs, input, at, bins, width',
    { over: 'rows', work: 'rows, width', cost: 4.5 },
  ),
  piecewiseGradient: rule(
    'x[rows, columns] dz[rows, outputs] bin[rows] fraction[rows] -> ' +
      'dw[bins, width] dslope[width] dbias[width] sums[bins, width]',
    'rows, columns, outputs, input, at, bins, width',
    { work: 'rows, width', cost: 3.5 },
  ),
  piecewiseInput: rule(
    'dz[rows, outputs] edges slope[width] w[bins, width] bin[rows] -> dx[rows, columns]',
    'rows, columns, outputs, input, at, bins, width',
    { over: 'rows', work: 'rows, width', cost: 1.5 },
  ),
  embed: rule(
    'x[rows, columns] w[levels, width] -> z[rows, outputs]',
    'rows, columns, outputs, input, at, levels, width',
    { over: 'rows', work: 'rows, width', cost: 1 },
  ),
  embedGradient: rule(
    'x[rows, columns] dz[rows, outputs] -> dw[levels, width]',
    'rows, columns, outputs, input, at, levels, width',
    { work: 'rows, width', cost: 1 },
  ),
  zeroColumns: rule('-> dx[rows, columns]', 'rows, columns, input, count', {
    ...{ over: 'rows', work: 'rows, count', cost: 0.5 },
  }),

  gather: rule('source order[rows] from -> x[rows, columns]', 'rows, columns', { over: 'rows', cost: 0.5 }),
  gatherOneHot: rule('source order[rows] from -> t[rows, columns]', 'rows, columns', {
    over: 'rows',
    cost: 0.5,
  }),
  // it counts from 0: a part would have to know where it begins
  countUp: rule('-> x[n]', 'n', { cost: 0.3 }),
  shuffle: rule('-> state x[n]', 'n', { cost: 5 }),
  weightedSum: rule('losses[rows] weights order from -> sum', 'rows', { cost: 2 }),
};

export const rules: Readonly<Record<string, Rule>> = {
  ...kernelRules,
  ...Object.fromEntries(Object.entries(loopTables).map(([name, loop]) => [name, loopRule(loop)])),
};
