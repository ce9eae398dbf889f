import { MlpError } from '../../errors.js';
import { jsKernels } from '../../kernels/js/index.js';
import { loopNames } from '../../kernels/loop_table.js';
import type { EncodedInput } from '../../nn/encoders/index.js';
import type { GaussianConfig } from '../../nn/gaussian/index.js';
import { type Graph, type GraphNode, isLayer, type OperationNode, type Value } from '../../nn/graph/graph.js';
import { loops, predictionNames } from '../code.js';
import { type Constants, type Expression, element, PartBuilder, type Span } from './program.js';

/** The numbers of tensors by their names. */
export type Tensors = ReadonlyMap<string, { readonly data: ArrayLike<number> }>;

/** An operation with what it needs to be put into a program. */
interface Operand {
  readonly node: OperationNode;
  readonly inputs: readonly Span[];
  readonly part: PartBuilder;
  /** Memory of its output. */
  readonly y: Span;
  /** A tensor by its name in the operation; undefined where it has none. */
  tensor(key: string): ArrayLike<number> | undefined;
  /** The constant of a tensor. */
  constant(key: string): Span;
  readonly attributes: Readonly<Record<string, unknown>>;
}

type Put = (operand: Operand) => void;

const membersOf = ({ members }: Value): number => members;

/** The bias of a map, zeros where it has none. */
const biasOf = ({ tensor, constant, part, y }: Operand): Span =>
  tensor('bias') ? constant('bias') : part.constants.add('zeros', new Float64Array(y.length));

/** An affine map of each member from the x that all have in common, as one map: see FirstSharedAffine. */
function firstAffine(operand: Operand): void {
  const { node, inputs, part, y, tensor } = operand;
  const [x] = inputs;
  const members = membersOf(node.output);
  const outputs = y.length / members;
  const [w, r] = ['weight', 'input_scale'].map((key) => Float64Array.from(tensor(key)!));
  const s = tensor('output_scale');
  const v = new Float64Array(y.length * x.length);
  const matrices = w.length / (outputs * x.length);
  jsKernels.memberWeights(w, r, s ? Float64Array.from(s) : null, v, members, outputs, x.length, matrices);
  part.do('affine', x, part.constants.add(`${node.name}.weight`, v), biasOf(operand), y, x.length, y.length);
}

const operations: Readonly<Record<string, Put>> = {
  affine(operand) {
    const { inputs, part, y, constant } = operand;
    const [x] = inputs;
    part.do('affine', x, constant('weight'), biasOf(operand), y, x.length, y.length);
  },

  shared_affine(operand) {
    const { node, inputs, part, y, tensor, constant } = operand;
    const [x] = inputs;
    const members = membersOf(node.output);
    if (membersOf(node.inputs[0]) < members) return firstAffine(operand);
    const scaled = part.claim(`${y.name}_scaled`, x.length);
    part.do(
      'layer_scale_y',
      ...loopArguments('layer_scale_y', { x, w: constant('input_scale'), y: scaled }, x.length),
    );
    const u = part.claim(`${y.name}_product`, y.length);
    part.do('sharedProduct', scaled, constant('weight'), u, x.length / members, y.length / members, members);
    const given = { x: u, w: constant('output_scale'), y };
    if (tensor('bias'))
      part.do(
        'layer_dense_y',
        ...loopArguments('layer_dense_y', { ...given, b: constant('bias') }, y.length),
      );
    else part.do('layer_scale_y', ...loopArguments('layer_scale_y', given, y.length));
  },

  member_affine(operand) {
    const { node, inputs, part, y, constant } = operand;
    const [x] = inputs;
    const members = membersOf(node.output);
    if (membersOf(node.inputs[0]) < members) return firstAffine(operand);
    const sizes = [x.length / members, y.length / members, members] as const;
    part.do('memberAffine', x, constant('weight'), biasOf(operand), y, ...sizes);
  },

  batch_norm({ inputs, part, y, tensor, constant, attributes }) {
    const epsilon = attributes.epsilon as number;
    const variance = Array.from(tensor('running_var')!);
    const inverse = variance.map((value) => 1 / Math.sqrt(value + epsilon));
    const inverseSd = part.constants.add(`${y.name}_inverse_sd`, inverse);
    const affine = [constant('weight'), constant('bias')] as const;
    part.do('batchNorm', inputs[0], constant('running_mean'), inverseSd, ...affine, y, y.length);
  },

  layer_norm({ node, inputs: [x], part, y, constant, attributes }) {
    const xHat = part.claim(`${y.name}_normal`, y.length);
    part.do(
      ...formulaLoop('layer.layer_norm.xHat', attributes, { x, xHat }, y.length, membersOf(node.output)),
    );
    const given = { x: xHat, w: constant('weight'), b: constant('bias'), y };
    part.do(...formulaLoop('layer.dense.y', {}, given, y.length));
  },

  sum({ inputs: [a, b], part, y }) {
    part.do('sum', a, b, y, y.length);
  },

  repeat({ inputs: [x], part, y }) {
    part.do('repeat', x, y, x.length, y.length / x.length);
  },

  mean({ inputs: [x], part, y }) {
    part.do('meanOfMembers', x, y, y.length, x.length / y.length);
  },

  average({ inputs: [first, ...others], part, y }) {
    const total = part.claim(`${y.name}_total`, y.length);
    part.do('copy', first, 0, total, 0, y.length);
    for (const x of others) part.do('accumulate', x, total, y.length);
    part.do('divide', total, y, y.length, others.length + 1);
  },

  gaussian({ node, inputs: [x], part, y, attributes }) {
    const { epsilon, initial_variance: variance } = attributes as unknown as GaussianConfig;
    const initial = part.constants.add(`${y.name}_variance`, variance);
    part.do('gaussianMoments', x, y, initial, variance.length, membersOf(node.output), epsilon);
  },

  mixture({ inputs, part, y }) {
    const all = part.claim(
      `${y.name}_members`,
      inputs.reduce((sum, x) => sum + x.length, 0),
    );
    let at = 0;
    for (const x of inputs) {
      part.do('copy', x, 0, all, at, x.length);
      at += x.length;
    }
    part.do('mixture', all, y, y.length / 2, all.length / y.length);
  },

  means({ inputs: [x], part, y }) {
    part.do('copy', x, 0, y, 0, y.length);
  },

  temperature({ inputs: [x], part, y, attributes }) {
    part.do('divide', x, y, y.length, attributes.temperature as number);
  },

  temperature_of_probabilities({ inputs: [p], part, y, attributes }) {
    const { temperature, rowwise } = attributes as { temperature: number; rowwise: boolean };
    part.do('temper', p, y, y.length, temperature, Number(rowwise));
  },

  encoders({ inputs: [x], part, y, tensor, attributes }) {
    let [from, at] = [0, 0];
    const copyTo = (input: number) => {
      const count = input - from;
      if (count > 0) part.do('copy', x, from, y, at, count);
      [from, at] = [input, at + count];
    };
    for (const column of attributes.encoded as readonly EncodedInput[]) {
      copyTo(column.input);
      const numbers = (key: string) => tensor(`${column.column}.${key}`)!;
      encodeColumn(column, element(x, column.input), numbers, y, at, part);
      [from, at] = [from + 1, at + column.width];
    }
    copyTo(x.length);
  },
};

function encodeColumn(
  column: EncodedInput,
  value: Expression,
  numbers: (key: string) => ArrayLike<number>,
  y: Span,
  at: number,
  part: PartBuilder,
): void {
  const { column: name, width } = column;
  const add = (key: string, values: ArrayLike<number>) => part.constants.add(`${name}_${key}`, values);
  const weight = numbers('weight');
  const w = add('weight', weight);
  if (column.type === 'embedding') {
    part.do('embed', value, w, y, at, width);
    return;
  }
  const bins = column.edges.length - 1;
  const offsets = new Float64Array(bins * width);
  const [steps, bias] = [weight, numbers('bias')].map((values) => Float64Array.from(values));
  jsKernels.binOffsets(steps, bias, offsets, bins, width);
  const [edges, starts, slope] = [
    add('edges', column.edges),
    add('offsets', offsets),
    add('slope', numbers('slope')),
  ];
  part.do('piecewise', value, edges, starts, slope, w, y, at, bins, width);
}

/** Arguments of a formula's loop, over a row of values, or one after the other of a member's. */
function loopArguments(
  name: string,
  vectors: Readonly<Record<string, Span>>,
  length: number,
  options: Readonly<Record<string, unknown>> = {},
  members = 1,
): (Span | number)[] {
  const { operands, isByRow, numbers } = loops[name];
  const sizes = isByRow ? [members, length / members] : [length];
  const settings = numbers.map((option) => Number(options[option]));
  return [...operands.map((operand) => vectors[operand]), ...sizes, ...settings];
}

/** The name of a formula's loop, as its options choose it. */
const loopOf = (formula: string, options: Readonly<Record<string, unknown>>): string =>
  (loopNames[formula] ?? predictionNames[formula])(options as never);

/** The loop of a formula by its name and options, with its arguments. */
export function formulaLoop(
  formula: string,
  options: Readonly<Record<string, unknown>>,
  vectors: Readonly<Record<string, Span>>,
  length: number,
  members = 1,
): [string, ...(Span | number)[]] {
  const name = loopOf(formula, options);
  return [name, ...loopArguments(name, vectors, length, options, members)];
}

/**
 * Puts an operation that is a formula y: of x alone, as an activation is, or of its numbers by column, too, which say
 * how long the rows are that it takes.
 *
 * @throws MlpError `usage` where the operation is none.
 */
function putFormula({ node, inputs: [x, ...others], part, y, tensor, constant, attributes }: Operand): void {
  const { name, operation } = node;
  const { op } = operation;
  const vectors = {
    ...{ x, y },
    ...(tensor('weight') && { w: constant('weight') }),
    ...(tensor('bias') && { b: constant('bias') }),
  };
  const { length } = vectors.w ?? vectors.b ?? { length: y.length / membersOf(node.inputs[0]) };
  const formula = [`activation.${op}.y`, `layer.${op}.y`].find((each) => Object.hasOwn(loopNames, each));
  const isKnown =
    formula !== undefined &&
    others.length === 0 &&
    loops[loopOf(formula, attributes)].operands.every((each) => each in vectors);
  if (!isKnown)
    throw new MlpError(
      'usage',
      `${name}: no format of export has the operation ${op}, so that this model cannot be exported; mlp predict and ` +
        'mlp serve compute it',
    );
  part.do(...formulaLoop(formula, attributes, vectors, y.length, y.length / length));
}

/** The part of a program that makes y of x: of a head with variances these too, behind the means. */
export function networkPart(
  { layers, output, end }: Graph,
  tensors: Tensors,
  x: Span,
  constants: Constants,
): { readonly part: PartBuilder; readonly y: Span } {
  const part = new PartBuilder(constants);
  const values = new Map<string, Span>([['x', x]]);
  const spanOf = ({ id }: Value) => values.get(id)!;
  const visit = (node: GraphNode) => {
    if (isLayer(node)) {
      if (node.traits.identityAtInference) values.set(node.output.id, spanOf(node.input));
      else node.children.forEach(visit);
      return;
    }
    put(node);
  };
  const put = (node: OperationNode) => {
    const { op, attributes = {}, tensors: named = {} } = node.operation;
    const inputs = node.inputs.map(spanOf);
    if (op === 'activity_l1') {
      values.set(node.output.id, inputs[0]);
      return;
    }
    const y = part.claim(node.output.id, node.output.columns);
    values.set(node.output.id, y);
    const options = attributes as Readonly<Record<string, unknown>>;
    const tensor = (key: string) => named[key] && tensors.get(named[key].name)?.data;
    const constant = (key: string) => constants.add(named[key].name, tensor(key)!);
    const operand: Operand = { node, inputs, part, y, tensor, constant, attributes: options };
    if (Object.hasOwn(operations, op)) operations[op](operand);
    else putFormula(operand);
  };
  layers.forEach(visit);
  return { part, y: spanOf(end.gaussian?.mixture ?? output) };
}
