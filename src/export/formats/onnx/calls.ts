import { EPSILON, TINY } from '../../../nn/temperature/probabilities.js';
import { loops } from '../../code.js';
import { dataTypes, type Graph, type Tensor } from './graph.js';
import { formula, functionsOfNumbers, toDouble } from './numbers.js';

/** An argument of a call: a number, a tensor, or the columns of an array from an index on. */
export interface Columns {
  readonly length: number;
  /** The columns, [rows, length]. */
  read(): Tensor;
  /** Puts tensors of columns there, from an offset on. */
  write(tensor: Tensor, offset: number, length: number): void;
  /** Numbers, where the array is a constant. */
  readonly constant?: readonly number[];
}

export type Argument = number | Tensor | Columns;
type Step = (graph: Graph, ...values: never[]) => void;

const row = (graph: Graph, { constant, length }: Columns): Tensor => graph.doubles(constant!, [1, length]);
const matrix = (graph: Graph, { constant }: Columns, outputs: number, inputs: number, from = 0): Tensor =>
  graph.doubles(constant!.slice(from, from + outputs * inputs), [outputs, inputs]);

const reshape = (graph: Graph, x: Tensor, shape: readonly number[]): Tensor =>
  graph.op('Reshape', [x, graph.integers(shape)]);

const gather = (graph: Graph, table: Tensor, index: Tensor): Tensor =>
  graph.op('Gather', [table, index], { axis: 0 });

/** Columns of a tensor, [rows, length]. */
export const slice = (graph: Graph, x: Tensor, from: number, length: number): Tensor =>
  graph.op('Slice', [x, graph.integers([from]), graph.integers([from + length]), graph.integers([1])]);

/** Index of the last of so many numbers that is not above x, [rows, 1]; 0 where there is none. */
function lastUpTo(graph: Graph, numbers: readonly number[], x: Tensor): Tensor {
  const below = graph.op('Not', [graph.op('Less', [x, graph.doubles(numbers, [1, numbers.length])])]);
  const counted = graph.op(
    'ReduceSum',
    [graph.op('Cast', [below], { to: dataTypes.int64 }), graph.integers([1])],
    {
      keepdims: 1,
    },
  );
  return graph.op('Max', [graph.op('Sub', [counted, graph.integers([1])]), graph.integers([0])]);
}

/** Numbers of a list by indices, [rows, 1]. */
const listed = (graph: Graph, numbers: readonly number[], index: Tensor): Tensor =>
  gather(graph, graph.doubles(numbers, [numbers.length]), index);

/** Calls that give a number of each row, as tensors [rows, 1]. */
export const valueCalls: Readonly<Record<string, (graph: Graph, ...values: never[]) => Tensor>> = {
  through(graph, from: Columns, to: Columns, at: Tensor) {
    const [xs, ys] = [from.constant!, to.constant!];
    const last = xs.length - 1;
    const inside = graph.op('Min', [graph.op('Max', [at, graph.number(xs[0])]), graph.number(xs[last])]);
    const k = lastUpTo(graph, xs.slice(0, last), inside);
    const next = (numbers: readonly number[]) => listed(graph, numbers.slice(1), k);
    const [low, high] = [listed(graph, xs, k), next(xs)];
    // halves do not overflow
    const part = (a: Tensor, b: Tensor) =>
      graph.op('Sub', [graph.op('Mul', [a, graph.number(0.5)]), graph.op('Mul', [b, graph.number(0.5)])]);
    const t = graph.op('Div', [part(inside, low), part(high, low)]);
    const rest = graph.op('Sub', [graph.number(1), t]);
    return graph.op('Add', [graph.op('Mul', [rest, listed(graph, ys, k)]), graph.op('Mul', [t, next(ys)])]);
  },

  ofLevel(graph, level: Tensor, numbers: Columns, unseen: Tensor) {
    const known = graph.op('Cast', [graph.op('Max', [level, graph.number(0)])], { to: dataTypes.int64 });
    const found = listed(graph, numbers.constant!, known);
    return graph.op('Where', [graph.op('Less', [level, graph.number(0)]), unseen, found]);
  },

  mostProbable: (graph, p: Columns) => graph.op('ArgMax', [p.read()], { axis: 1, keepdims: 1 }),
};

/** The columns of each member of an ensemble apart, [rows, members, columns] of [rows, members · columns]. */
const byMember = (graph: Graph, x: Tensor, members: number, columns: number) =>
  reshape(graph, x, [-1, members, columns]);

/** The affine map of x, [rows, inputs]. */
const affine = (graph: Graph, x: Tensor, w: Tensor, b: Tensor): Tensor =>
  graph.op('Gemm', [x, w, b], { transB: 1 });

/** Calls that write to arrays. */
export const stepCalls: Readonly<Record<string, Step>> = {
  fill(graph, values: Columns, fillings: Columns, n: number) {
    const given = values.read();
    const filled = graph.op('Where', [graph.op('IsNaN', [given]), row(graph, fillings), given]);
    values.write(filled, 0, n);
  },

  standardize(
    graph,
    values: Columns,
    from: number,
    x: Columns,
    at: number,
    center: Columns,
    scale: Columns,
    n: number,
  ) {
    const given = slice(graph, values.read(), from, n);
    const scaled = graph.op('Div', [graph.op('Sub', [given, row(graph, center)]), row(graph, scale)]);
    x.write(scaled, at, n);
  },

  onehot(graph, level: Tensor, x: Columns, at: number, width: number) {
    const levels = Array.from({ length: width }, (_, j) => j);
    const whole = graph.op('Cast', [level], { to: dataTypes.int64 });
    const isLevel = graph.op('Equal', [
      whole,
      graph.op('Unsqueeze', [graph.integers(levels), graph.integers([0])]),
    ]);
    x.write(toDouble(graph, isLevel), at, width);
  },

  fillBins(graph, x: Columns, at: number, value: Tensor, edges: Columns) {
    const bounds = edges.constant!;
    const bins = bounds.length - 1;
    const [low, high] = [bounds.slice(0, bins), bounds.slice(1)];
    const ofBins = (numbers: readonly number[]) => graph.doubles(numbers, [1, bins]);
    const share = graph.op('Div', [
      graph.op('Sub', [value, ofBins(low)]),
      ofBins(high.map((edge, t) => edge - low[t])),
    ]);
    const least = low.map((_, t) => (t === 0 ? Number.NEGATIVE_INFINITY : 0));
    const most = low.map((_, t) => (t === bins - 1 ? Number.POSITIVE_INFINITY : 1));
    x.write(graph.op('Min', [graph.op('Max', [share, ofBins(least)]), ofBins(most)]), at, bins);
  },

  affine(graph, x: Columns, w: Columns, b: Columns, y: Columns, inputs: number, outputs: number) {
    y.write(affine(graph, x.read(), matrix(graph, w, outputs, inputs), row(graph, b)), 0, outputs);
  },

  memberAffine(
    graph,
    x: Columns,
    w: Columns,
    b: Columns,
    y: Columns,
    inputs: number,
    outputs: number,
    members: number,
  ) {
    const given = x.read();
    for (let m = 0; m < members; m++) {
      const bias = graph.doubles(b.constant!.slice(m * outputs, (m + 1) * outputs), [1, outputs]);
      const weight = matrix(graph, w, outputs, inputs, m * outputs * inputs);
      y.write(affine(graph, slice(graph, given, m * inputs, inputs), weight, bias), m * outputs, outputs);
    }
  },

  sharedProduct(graph, x: Columns, w: Columns, y: Columns, inputs: number, outputs: number, members: number) {
    const zeros = graph.doubles(new Float64Array(outputs), [1, outputs]);
    const all = reshape(graph, x.read(), [-1, inputs]);
    const product = affine(graph, all, matrix(graph, w, outputs, inputs), zeros);
    y.write(reshape(graph, product, [-1, members * outputs]), 0, members * outputs);
  },

  batchNorm(
    graph,
    x: Columns,
    mean: Columns,
    inverse: Columns,
    w: Columns,
    b: Columns,
    y: Columns,
    n: number,
  ) {
    const centered = graph.op('Sub', [x.read(), row(graph, mean)]);
    const scaled = graph.op('Mul', [graph.op('Mul', [centered, row(graph, inverse)]), row(graph, w)]);
    y.write(graph.op('Add', [scaled, row(graph, b)]), 0, n);
  },

  sum(graph, a: Columns, b: Columns, y: Columns, n: number) {
    y.write(graph.op('Add', [a.read(), b.read()]), 0, n);
  },

  repeat(_, x: Columns, y: Columns, columns: number, members: number) {
    for (let m = 0; m < members; m++) y.write(x.read(), m * columns, columns);
  },

  meanOfMembers(graph, x: Columns, y: Columns, columns: number, members: number) {
    const each = byMember(graph, x.read(), members, columns);
    y.write(graph.op('ReduceMean', [each], { axes: [1], keepdims: 0 }), 0, columns);
  },

  accumulate(graph, x: Columns, total: Columns, n: number) {
    total.write(graph.op('Add', [total.read(), x.read()]), 0, n);
  },

  divide(graph, x: Columns, y: Columns, n: number, divisor: number) {
    y.write(graph.op('Div', [x.read(), graph.number(divisor)]), 0, n);
  },

  copy(graph, x: Columns, from: number, y: Columns, at: number, n: number) {
    y.write(slice(graph, x.read(), from, n), at, n);
  },

  embed(graph, level: Tensor, w: Columns, y: Columns, at: number, width: number) {
    const table = graph.doubles(w.constant!, [w.length / width, width]);
    const vectors = gather(graph, table, graph.op('Cast', [level], { to: dataTypes.int64 }));
    y.write(reshape(graph, vectors, [-1, width]), at, width);
  },

  piecewise(
    graph,
    x: Tensor,
    edges: Columns,
    offsets: Columns,
    slope: Columns,
    w: Columns,
    y: Columns,
    at: number,
    bins: number,
    width: number,
  ) {
    const bounds = edges.constant!;
    const t = lastUpTo(graph, bounds.slice(0, bins), x);
    const [low, high] = [listed(graph, bounds, t), listed(graph, bounds.slice(1), t)];
    const e = graph.op('Div', [graph.op('Sub', [x, low]), graph.op('Sub', [high, low])]);
    const ofBin = (table: Columns) =>
      reshape(graph, gather(graph, graph.doubles(table.constant!, [bins, width]), t), [-1, width]);
    const line = graph.op('Add', [ofBin(offsets), graph.op('Mul', [x, row(graph, slope)])]);
    y.write(graph.op('Add', [line, graph.op('Mul', [ofBin(w), e])]), at, width);
  },

  gaussianMoments(
    graph,
    x: Columns,
    y: Columns,
    initial: Columns,
    targets: number,
    members: number,
    epsilon: number,
  ) {
    const given = x.read();
    for (let m = 0; m < members; m++) {
      const at = 2 * targets * m;
      y.write(slice(graph, given, at, targets), at, targets);
      const share = graph.op('Exp', [slice(graph, given, at + targets, targets)]);
      const variance = graph.op('Add', [graph.number(epsilon), share]);
      y.write(graph.op('Mul', [row(graph, initial), variance]), at + targets, targets);
    }
  },

  mixture(graph, x: Columns, y: Columns, targets: number, members: number) {
    const each = byMember(graph, x.read(), members, 2 * targets);
    const part = (from: number) =>
      graph.op('Slice', [
        each,
        graph.integers([from]),
        graph.integers([from + targets]),
        graph.integers([2]),
      ]);
    const mean = (of: Tensor, keepdims: number) => graph.op('ReduceMean', [of], { axes: [1], keepdims });
    const away = graph.op('Sub', [part(0), mean(part(0), 1)]);
    const spread = graph.op('Add', [part(targets), graph.op('Mul', [away, away])]);
    y.write(mean(part(0), 0), 0, targets);
    y.write(mean(spread, 0), targets, targets);
  },

  temper(graph, p: Columns, y: Columns, n: number, temperature: number, isRowwise: number) {
    const inside = graph.op('Max', [p.read(), graph.number(TINY)]);
    const most = graph.op('Min', [inside, graph.number(1 - EPSILON)]);
    const other = graph.op('Log', [graph.op('Sub', [graph.number(1), most])]);
    const log = graph.op('Log', [inside]);
    const logit = isRowwise ? log : graph.op('Sub', [log, other]);
    const tempered = graph.op('Div', [logit, graph.number(temperature)]);
    const y1 = isRowwise
      ? formula(graph, 'activation_softmax_y', { x: tempered })
      : functionsOfNumbers.sigmoid(graph, tempered);
    y.write(y1, 0, n);
  },
};

/** Puts the loop of a formula. */
export function loopCall(graph: Graph, name: string, values: readonly Argument[]): void {
  const { operands, isByRow, numbers } = loops[name];
  const vectors = values.slice(0, operands.length) as Columns[];
  const sizes = values.slice(operands.length) as number[];
  const [members, columns] = isByRow && sizes[0] > 1 ? sizes : [1, vectors[0].length];
  const given = Object.fromEntries(
    operands.map((operand, i) => {
      const { constant } = vectors[i];
      if (constant) return [operand, row(graph, vectors[i])];
      if (i === operands.length - 1) return [operand, ''];
      const tensor = vectors[i].read();
      return [operand, members > 1 ? reshape(graph, tensor, [-1, columns]) : tensor];
    }),
  );
  const options = sizes.slice(isByRow ? 2 : 1);
  const settings = Object.fromEntries(numbers.map((option, i) => [option, graph.number(options[i])]));
  const y = vectors[operands.length - 1];
  const value = formula(graph, name, { ...given, ...settings, columns: graph.number(columns) });
  y.write(members > 1 ? reshape(graph, value, [-1, y.length]) : value, 0, y.length);
}
