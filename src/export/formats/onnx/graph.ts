import { Message } from './protobuf.js';

/** Types of elements by their numbers in TensorProto.DataType. */
export const dataTypes = { int64: 7, string: 8, bool: 9, double: 11 } as const;
type DataType = keyof typeof dataTypes;

/** Name of a tensor. */
export type Tensor = string;

/** An attribute: a whole number, several, texts, or a tensor of one double. */
type Attribute = number | readonly number[] | readonly string[] | { readonly double: number };

/** Name of the axis of rows, of any length. */
const rows = 'rows';

/** Collects the nodes, constants, inputs and outputs of a graph of ONNX; each node and each constant once. */
export class Graph {
  private readonly nodes: Message[] = [];
  private readonly constants: Message[] = [];
  private readonly inputs: Message[] = [];
  private readonly outputs: Message[] = [];
  private readonly known = new Map<string, Tensor>();
  private readonly names = new Set<string>();

  /** Declares an input, [rows, 1]. */
  input(name: string, type: DataType): Tensor {
    this.names.add(name);
    this.inputs.push(valueInfo(name, type, [rows, 1]));
    return name;
  }

  /** Declares an output, [rows], that a tensor of one column is; no two names are the same. */
  output(name: string, type: DataType, tensor: Tensor): void {
    let free = name;
    while (this.names.has(free)) free += '_';
    this.names.add(free);
    this.node('Reshape', [tensor, this.integers([-1])], {}, free);
    this.outputs.push(valueInfo(free, type, [rows]));
  }

  /** Adds an operation, and gives the name of what comes out. */
  op(
    type: string,
    inputs: readonly Tensor[],
    attributes: Readonly<Record<string, Attribute>> = {},
    domain = '',
  ): Tensor {
    const key = JSON.stringify([type, inputs, attributes]);
    const found = this.known.get(key);
    if (found) return found;
    const name = this.free(type.toLowerCase());
    this.node(type, inputs, attributes, name, domain);
    this.known.set(key, name);
    return name;
  }

  /** A constant of doubles: a number where there is no shape. */
  doubles(values: ArrayLike<number>, shape: readonly number[]): Tensor {
    const array = Float64Array.from(values);
    return this.constant('double', shape, array, (tensor) => tensor.bytes(9, littleEndian(array)));
  }

  /** A number that goes with tensors of any shape. */
  number(value: number): Tensor {
    return this.doubles([value], [1, 1]);
  }

  integers(values: readonly number[]): Tensor {
    return this.constant('int64', [values.length], values, (tensor) => {
      for (const value of values) tensor.integer(7, value);
    });
  }

  texts(values: readonly string[], shape: readonly number[]): Tensor {
    return this.constant('string', shape, values, (tensor) => {
      for (const value of values) tensor.bytes(6, value);
    });
  }

  /** The model: ONNX 1.12, operators of version 17, those for texts and trees of version 3. */
  model(name: string, producer: string, metadata: Readonly<Record<string, string>>): Uint8Array {
    const graph = new Message();
    for (const node of this.nodes) graph.bytes(1, node);
    graph.bytes(2, name);
    for (const tensor of this.constants) graph.bytes(5, tensor);
    for (const input of this.inputs) graph.bytes(11, input);
    for (const output of this.outputs) graph.bytes(12, output);
    const model = new Message().integer(1, 8).bytes(2, 'mlp').bytes(3, producer).bytes(7, graph);
    model.bytes(8, new Message().bytes(1, '').integer(2, 17));
    model.bytes(8, new Message().bytes(1, 'ai.onnx.ml').integer(2, 3));
    for (const [key, value] of Object.entries(metadata))
      model.bytes(14, new Message().bytes(1, key).bytes(2, value));
    return model.encoded;
  }

  private constant(
    type: DataType,
    shape: readonly number[],
    values: ArrayLike<unknown>,
    fill: (tensor: Message) => void,
  ): Tensor {
    const texts = Array.from(values, (value) => (Object.is(value, -0) ? '-0' : String(value)));
    const key = JSON.stringify([type, shape, texts]);
    const found = this.known.get(key);
    if (found) return found;
    const name = this.free('constant');
    const tensor = new Message();
    for (const length of shape) tensor.integer(1, length);
    tensor.integer(2, dataTypes[type]);
    fill(tensor);
    this.constants.push(tensor.bytes(8, name));
    this.known.set(key, name);
    return name;
  }

  private node(
    type: string,
    inputs: readonly Tensor[],
    attributes: Readonly<Record<string, Attribute>>,
    output: Tensor,
    domain = '',
  ): void {
    const node = new Message();
    for (const input of inputs) node.bytes(1, input);
    node.bytes(2, output).bytes(3, output).bytes(4, type);
    for (const [name, value] of Object.entries(attributes)) node.bytes(5, attribute(name, value));
    if (domain !== '') node.bytes(7, domain);
    this.nodes.push(node);
  }

  /** A name that no column has: inputs are declared first. */
  private free(stem: string): Tensor {
    let i = this.names.size;
    while (this.names.has(`${stem}_${i}`)) i++;
    this.names.add(`${stem}_${i}`);
    return `${stem}_${i}`;
  }
}

function attribute(name: string, value: Attribute): Message {
  const message = new Message().bytes(1, name);
  if (typeof value === 'number') return message.integer(3, value).integer(20, 2);
  if ('double' in value) {
    const tensor = new Message().integer(1, 1).integer(2, dataTypes.double);
    return message.bytes(5, tensor.bytes(9, littleEndian(Float64Array.of(value.double)))).integer(20, 4);
  }
  const isTexts = typeof value[0] === 'string';
  for (const each of value) {
    if (typeof each === 'string') message.bytes(9, each);
    else message.integer(8, each);
  }
  return message.integer(20, isTexts ? 8 : 7);
}

function valueInfo(name: string, type: DataType, shape: readonly (string | number)[]): Message {
  const dimensions = new Message();
  for (const length of shape)
    dimensions.bytes(
      1,
      typeof length === 'string' ? new Message().bytes(2, length) : new Message().integer(1, length),
    );
  const tensor = new Message().integer(1, dataTypes[type]).bytes(2, dimensions);
  return new Message().bytes(1, name).bytes(2, new Message().bytes(1, tensor));
}

function littleEndian(values: Float64Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  values.forEach((value, i) => {
    view.setFloat64(8 * i, value, true);
  });
  return new Uint8Array(view.buffer);
}
