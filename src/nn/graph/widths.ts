import { directOperations, type Graph, hasMatrix } from './graph.js';

/** The widths of a network, from its input over its layers with a matrix of weights to its output: `4-16-3`, apart. */
export const widthsOf = ({ inputs: [x], layers, output }: Graph): number[] => [
  x.columns,
  ...layers
    .slice(0, -1)
    .filter((layer) => directOperations(layer).some(hasMatrix))
    .map((layer) => layer.output.columns),
  output.columns,
];

/** The first layer that does something after training: the head where there is no other. */
export const firstActive = ({ layers }: Graph) => layers.find(({ traits }) => !traits.identityAtInference)!;
