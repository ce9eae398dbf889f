import type { Network } from '../network.js';
import { operationsOf, type Value } from './graph.js';

/**
 * The outputs of each network whose mean an ensemble predicts, [rows, outputs], after a forward pass: those of members
 * that share weights, of folds, of restarts that were kept, or of members of these. Of a single network the only one.
 */
export function memberOutputs(network: Network, rows: number): Float64Array[] {
  const { graph, outputs } = network;
  const nodes = operationsOf(graph.layers);
  const outputsOf = (value: Value): Float64Array[] => {
    const node = nodes.find(({ output }) => output.id === value.id);
    if (node?.operation.isMean || node?.operation.isOfMean) return node.inputs.flatMap(outputsOf);
    const numbers = network.valueOf(value);
    const { columns, members } = value;
    return Array.from({ length: members }, (_, member) =>
      Float64Array.from({ length: rows * outputs }, (_, k) => {
        const row = Math.floor(k / outputs);
        // of moments the means come first
        return numbers[row * columns + (member * columns) / members + (k % outputs)];
      }),
    );
  };
  return outputsOf(graph.output);
}
