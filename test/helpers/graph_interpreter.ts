import { activations } from '../../src/nn/activations/index.js';
import type { EncodedInput } from '../../src/nn/encoders/index.js';
import { layerTypes } from '../../src/nn/layers/index.js';

// A model from what `mlp inspect --graph` prints and the numbers of its tensors, row by row, by nothing else of the
// engine than the formulas of activations: what it takes to export a model.

interface Value {
  readonly id: string;
  /** Rows, then columns; or rows, members of an ensemble, columns of each. */
  readonly shape: readonly (string | number)[];
}

export interface JsonNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, number>>;
  readonly tensors?: Readonly<Record<string, string>>;
  readonly traits?: { readonly identityAtInference: boolean };
  readonly nodes?: readonly JsonNode[];
}

export interface JsonGraph {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly JsonNode[];
}

type Row = readonly number[];
type Tensors = Readonly<Record<string, Row>>;
type Evaluate = (
  inputs: readonly Row[],
  tensors: Tensors,
  attributes: JsonNode['attributes'],
  members: number,
) => Row;

const mean = (x: Row) => x.reduce((sum, value) => sum + value, 0) / x.length;

const membersOf = ({ shape }: Value): number => (shape.length === 3 ? Number(shape[1]) : 1);

/** The columns of each of so many members, side by side in a row. */
const parts = (x: Row, members: number): Row[] =>
  Array.from({ length: members }, (_, i) =>
    x.slice((i * x.length) / members, ((i + 1) * x.length) / members),
  );

/** s ∘ (W (r ∘ x)) + b */
const product = (x: Row, weight: Row, r?: Row, s?: Row, bias?: Row): Row =>
  Array.from({ length: weight.length / x.length }, (_, j) => {
    const sum = x.reduce((sum, value, k) => sum + value * (r?.[k] ?? 1) * weight[j * x.length + k], 0);
    return (s?.[j] ?? 1) * sum + (bias?.[j] ?? 0);
  });

const operations: Readonly<Record<string, Evaluate>> = {
  affine: ([x], { weight, bias }) =>
    Array.from({ length: weight.length / x.length }, (_, j) =>
      x.reduce((sum, value, k) => sum + value * weight[j * x.length + k], bias?.[j] ?? 0),
    ),
  activity_l1: ([x]) => x,
  average: (inputs) => inputs[0].map((_, j) => mean(inputs.map((x) => x[j]))),
  shared_affine: ([x], { weight, input_scale: r, output_scale: s, bias = [] }, { members }) =>
    parts(r, members).flatMap((mine, i) => {
      const given = x.length === mine.length ? x : parts(x, members)[i];
      return product(given, weight, mine, parts(s, members)[i], parts(bias, members)[i]);
    }),
  member_affine: ([x], { weight, input_scale: r, bias = [] }, { members }) =>
    parts(weight, members).flatMap((mine, i) =>
      product(
        r ? x : parts(x, members)[i],
        mine,
        r && parts(r, members)[i],
        undefined,
        parts(bias, members)[i],
      ),
    ),
  mean([x], _, { members }) {
    const each = parts(x, members);
    return each[0].map((_, j) => mean(each.map((row) => row[j])));
  },
  repeat: ([x], _, { members }) => Array.from({ length: members }, () => x).flat(),
  sum: (inputs) => inputs[0].map((_, j) => inputs.reduce((sum, x) => sum + x[j], 0)),
  batch_norm: ([x], { weight, bias, running_mean: center, running_var: variance }, { epsilon }) =>
    x.map((value, j) => (weight[j] * (value - center[j])) / Math.sqrt(variance[j] + epsilon) + bias[j]),
  layer_norm: ([x], { weight, bias }, { epsilon }, members) =>
    parts(x, members)
      .flatMap((row) => {
        const center = mean(row);
        const sd = Math.sqrt(mean(row.map((value) => (value - center) ** 2)) + epsilon);
        return row.map((value) => (value - center) / sd);
      })
      .map((value, j) => weight[j] * value + bias[j]),
  softmax: ([x], _tensors, _attributes, members) =>
    parts(x, members).flatMap((row) => {
      const powers = row.map((value) => Math.exp(value - Math.max(...row)));
      return powers.map((power) => power / powers.reduce((sum, each) => sum + each, 0));
    }),
  // means, then variances, of each member
  gaussian([x], _tensors, attributes, members) {
    const { epsilon, initial_variance: scale } = attributes as unknown as {
      readonly epsilon: number;
      readonly initial_variance: Row;
    };
    return parts(x, members).flatMap((row) =>
      row.map((value, j) => {
        const start = scale[j - scale.length];
        return j < scale.length ? value : start * epsilon + start * Math.exp(value);
      }),
    );
  },
  mixture(inputs, _, { members }) {
    const each = inputs.flatMap((x) => parts(x, members));
    const k = each[0].length / 2;
    const means = each[0].slice(0, k).map((_, j) => mean(each.map((row) => row[j])));
    const squares = means.map((_, j) => mean(each.map((row) => row[k + j] + row[j] ** 2)));
    return [...means, ...squares.map((square, j) => square - means[j] ** 2)];
  },
  means: ([x]) => x.slice(0, x.length / 2),
  // columns of x in their order, as they are or encoded
  encoders([x], tensors, attributes) {
    const { encoded } = attributes as unknown as { readonly encoded: readonly EncodedInput[] };
    return x.flatMap((value, input) => {
      const column = encoded.find((each) => each.input === input);
      return column ? encode(column, value, (key) => tensors[`${column.column}.${key}`]) : [value];
    });
  },
};

/** z = weight[x]; or slope x + bias + weightᵀ e(x), with e as Gorishniy et al. 2022, equation 1, have it. */
function encode(column: EncodedInput, x: number, tensor: (key: string) => Row): Row {
  const { width } = column;
  const weight = tensor('weight');
  if (column.type === 'embedding') return weight.slice(x * width, (x + 1) * width);
  const { edges } = column;
  const last = edges.length - 2;
  const e = edges.slice(1).map((edge, t) => {
    const share = (x - edges[t]) / (edge - edges[t]);
    return Math.min(t < last ? 1 : Infinity, Math.max(t > 0 ? 0 : -Infinity, share));
  });
  return tensor('bias').map((bias, j) =>
    e.reduce((sum, share, t) => sum + share * weight[t * width + j], bias + tensor('slope')[j] * x),
  );
}

/** An operation by its own formula: y of x, and of w and b of its column. */
function byFormula(op: string): Evaluate {
  const known = { ...activations, ...layerTypes } as Record<
    string,
    { y?: Formula; formulas?: { y?: Formula } }
  >;
  const y = known[op]?.y ?? known[op]?.formulas?.y;
  if (!y) throw new Error(`no operation is called ${op}`);
  const [names] = /\(([^)]*)\)/.exec(y.toString())!.slice(1);
  const letters = names.split(',').map((name) => name.trim());
  return ([x], { weight, bias }, attributes) => {
    const numbers: Readonly<Record<string, Row | undefined>> = { x, w: weight, b: bias };
    const given = letters.map((letter) => numbers[letter] && byColumn(letter, numbers[letter], x.length, op));
    return x.map((_, j) => y(...given.map((row) => row?.[j] ?? attributes)));
  };
}

/** The numbers of a formula by column, or one for all columns. */
function byColumn(letter: string, numbers: Row, columns: number, op: string): Row {
  if (numbers.length === columns) return numbers;
  if (numbers.length === 1) return Array.from({ length: columns }, () => numbers[0]);
  throw new Error(
    `${letter} of ${op} has ${numbers.length} numbers for ${columns} columns: what ${op} computes has to be in ` +
      '`operations` of test/helpers/graph_interpreter.ts',
  );
}

type Formula = (...values: unknown[]) => number;

/** The outputs of a row of inputs, in evaluation. */
export function evaluateGraph(
  { inputs, outputs, nodes }: JsonGraph,
  tensors: ReadonlyMap<string, Row>,
  x: Row,
): Row {
  const values = new Map<string, Row>([[inputs[0].id, x]]);
  const visit = ({ op, inputs, outputs, attributes, tensors: names = {}, traits, nodes }: JsonNode) => {
    const given = inputs.map(({ id }) => values.get(id)!);
    if (traits?.identityAtInference) values.set(outputs[0].id, given[0]);
    else if (nodes) nodes.forEach(visit);
    else {
      const numbers = Object.fromEntries(
        Object.entries(names).map(([key, name]) => [key, tensors.get(name)!]),
      );
      const evaluate = Object.hasOwn(operations, op) ? operations[op] : byFormula(op);
      values.set(outputs[0].id, evaluate(given, numbers, attributes, membersOf(inputs[0])));
    }
  };
  nodes.forEach(visit);
  return values.get(outputs[0].id)!;
}
