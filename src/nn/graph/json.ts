import { lossName } from '../head.js';
import type { Network } from '../network.js';
import { type GraphNode, isLayer, type Value } from './graph.js';

/** Version of this layout of the JSON: it counts up where one that reads it has to change. */
const version = 1;

/**
 * A network as JSON, complete but for the numbers of its tensors, which a model file has by the names given here:
 *
 *     { version, inputs, outputs, nodes, loss, tensors }
 *
 * A node is a layer or an operation: { name, op, inputs, outputs, attributes } with every option filled in. A layer
 * says what it is made of (`nodes`, in the order of the forward pass) and what it is like (`traits`); an operation
 * names its `tensors`. Inputs and outputs are values { id, shape }, which are handed on by id: operations alone, one
 * after the other, compute the outputs. The last layer is the head, the loss is apart.
 */
export function graphJson({ graph, layout, config, outputSpec }: Network): object {
  const { inputs, layers, output, end } = graph;
  const { type: _, ...options } = { type: null, ...config.head.loss };
  const op = lossName(config);
  const attributes = config.head.loss ? options : { fields: outputSpec.fields };
  const targets = { id: 't', columns: output.columns, members: 1 };
  return {
    version,
    inputs: inputs.map(valueJson),
    outputs: [valueJson(output)],
    nodes: layers.map(nodeJson),
    loss: {
      name: 'loss',
      op,
      inputs: [end.gaussian?.mixture ?? output, targets].map(valueJson),
      outputs: [{ id: 'loss', shape: [rows] }],
      attributes,
    },
    tensors: Object.fromEntries([
      ...layout.parameters.map(({ name, shape, trainable }) => [
        name,
        { kind: 'parameter', shape, trainable },
      ]),
      ...layout.statistics.map(({ name, shape }) => [name, { kind: 'statistic', shape }]),
    ]),
  };
}

/** The length of an axis that differs from batch to batch. */
const rows = 'rows';

const valueJson = ({ id, columns, members }: Value) => ({
  id,
  shape: members === 1 ? [rows, columns] : [rows, members, columns / members],
});

function nodeJson(node: GraphNode): object {
  const { name, output } = node;
  const outputs = [valueJson(output)];
  if (isLayer(node)) {
    const { type: op, input, attributes, traits, children } = node;
    return {
      name,
      op,
      inputs: [valueJson(input)],
      outputs,
      attributes,
      traits,
      nodes: children.map(nodeJson),
    };
  }
  const { op, attributes = {}, tensors = {} } = node.operation;
  const named = Object.entries(tensors).map(([key, tensor]) => [key, tensor.name]);
  return {
    name,
    op,
    inputs: node.inputs.map(valueJson),
    outputs,
    attributes,
    tensors: Object.fromEntries(named),
  };
}
