import { numbersOf, Vector } from '../../../kernels/index.js';
import type { ParameterMemory, TensorMemory } from '../../layout.js';
import type { Network } from '../../network.js';
import {
  type GraphNode,
  isInHead,
  isLayer,
  type LayerNode,
  type OperationNode,
  type Value,
} from '../graph.js';
import { type Operation, type OperationPass, operationPass, type Pass } from '../operation.js';
import { headAndLoss, momentsAndLoss } from './head.js';
import type { Entry, Trace, TracedTensor } from './module.js';

export type { Trace, TracedModule, TracedTensor } from './module.js';

/**
 * Sends the first row of the network's x forward and the derivative of its loss L back, module by module: L is that
 * row's own, without penalties. Each module computes what it computes in the network, to the bit. The network has to be
 * allocated on the plain backend, whose operations take any memory.
 */
export function trace(network: Network, whole: Pass): Trace {
  const { graph, head, layout } = network;
  const pass = operationPass(whole, layout.kernels);
  const modules: Entry[] = [];
  const [x] = graph.inputs;
  const values = new Map([[x.id, network.x.slice(0, x.columns)]]);
  /** Gradients that have come back to each value, the last first. */
  const gradients = new Map<string, Float64Array[]>();
  const backwards: (() => void)[] = [];
  const numbersAt = ({ id }: Value) => values.get(id)!;
  const arrivals = ({ id }: Value) => {
    const list = gradients.get(id) ?? [];
    gradients.set(id, list);
    return list;
  };
  const record = (name: string, kind: string, input: Float64Array, output: Float64Array): Entry => {
    const none = new Float64Array(0);
    const entry: Entry = { name, kind, input, output, incoming: none, outgoing: none, tensors: [] };
    modules.push(entry);
    return entry;
  };

  const forward = ({ name, operation, inputs, output }: OperationNode) => {
    const y = new Float64Array(output.columns);
    const given = inputs.map(numbersAt);
    operation.forward(vectors(given), new Vector(y), 1, pass);
    values.set(output.id, y);
    const entry = record(name, operation.op, given[0], y);
    const members = { input: inputs[0].members, output: output.members };
    if (members.input > 1 || members.output > 1) Object.assign(entry, { members });
    backwards.push(() => {
      const incoming = added(arrivals(output).splice(0));
      const outgoing = pulledBack(operation, given, y, incoming, pass);
      inputs.forEach((input, i) => {
        arrivals(input).push(outgoing[i]);
      });
      Object.assign(entry, { incoming, outgoing: outgoing[0], tensors: tensorsOf(operation) });
    });
  };

  // Where a layer takes its input twice, the paths part at a fork.
  const fork = ({ name, input }: LayerNode, paths: number) => {
    const entry = record(name, 'fork', numbersAt(input), numbersAt(input));
    backwards.push(() => {
      const list = arrivals(input);
      const apart = list.splice(list.length - paths).toReversed();
      const outgoing = added(apart);
      list.push(outgoing);
      Object.assign(entry, { incoming: outgoing, outgoing, paths: apart });
    });
  };

  const visit = (node: GraphNode) => {
    if (!isLayer(node)) {
      // the head's activation goes back with the loss
      if (!isInHead(graph.end, node.operation)) forward(node);
      return;
    }
    const paths = usesOf(node.input, node.children);
    if (paths > 1) fork(node, paths);
    node.children.forEach(visit);
  };

  graph.layers.forEach(visit);
  const target = network.t.slice(0, network.outputs);
  const { a, activate, gaussian } = graph.end;
  const lossOf = gaussian ? momentsAndLoss : headAndLoss;
  arrivals(a).push(lossOf(network, numbersAt(a), target, pass, record));
  for (const backward of backwards.toReversed()) backward();
  return { modules, target, fused: head.lossLoops.isFused && activate !== null };
}

const vectors = (values: readonly Float64Array[]) => values.map((value) => new Vector(value));

/** Number of times that a value goes into nodes beside each other. */
const usesOf = (value: Value, nodes: readonly GraphNode[]): number =>
  nodes.flatMap((node) => (isLayer(node) ? [node.input] : node.inputs)).filter(({ id }) => id === value.id)
    .length;

/** ∂L/∂input, for each input. */
function pulledBack(
  operation: Operation,
  inputs: readonly Float64Array[],
  y: Float64Array,
  dy: Float64Array,
  pass: OperationPass,
): Float64Array[] {
  if (operation.passesGradient) return inputs.map(() => dy);
  const dInputs = inputs.map(({ length }) => new Float64Array(length));
  operation.backward(vectors(inputs), new Vector(y), new Vector(dy), vectors(dInputs), 1, pass);
  return dInputs;
}

const added = ([first, ...others]: readonly Float64Array[]): Float64Array =>
  others.reduce((sum, other) => sum.map((value, i) => value + other[i]), first);

const tensorsOf = ({ tensors = {} }: Operation): TracedTensor[] =>
  Object.entries(tensors).map(([name, tensor]) => ({
    name,
    shape: tensor.shape,
    values: numbersOf(tensor.vector).slice(),
    gradient: isTrained(tensor) ? numbersOf(tensor.gradient.vector).slice() : null,
  }));

const isTrained = (tensor: TensorMemory): tensor is ParameterMemory =>
  'trainable' in tensor && tensor.trainable === true;
