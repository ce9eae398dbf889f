import type { Network } from '../network.js';
import { directOperations, type Graph, hasMatrix, isLayer, type LayerNode } from './graph.js';

/** The widths of a network, from its input over its layers with a matrix of weights to its output: `4-16-3`, apart. */
export const widthsOf = ({ inputs: [x], layers, output }: Graph): number[] => [
  x.columns,
  ...layers
    .slice(0, -1)
    .filter((layer) => directOperations(layer).some(hasMatrix) || isNarrowing(layer))
    .map(({ output: { columns, members } }) => columns / members),
  output.columns,
];

/** Whether layers within a layer make it of another width. */
const isNarrowing = ({ children, input, output }: LayerNode): boolean =>
  children.some(isLayer) && input.columns !== output.columns;

/**
 * Widths of a network in words: `4-16-3`, and of an average of several `5 × 4-16-3`; `4-16-3 (8 members)` where members
 * share weights.
 */
export function widthsText({ graph, config }: Pick<Network, 'graph' | 'config'>): string {
  const { branches, ensemble } = config;
  const members = ensemble ? ` (${ensemble.members} members)` : '';
  if (branches === undefined) return `${widthsOf(graph).join('-')}${members}`;
  const [{ children, output }] = graph.layers;
  const member = { ...graph, layers: children.filter(isLayer), output };
  return `${branches} × ${widthsOf(member).join('-')}${members}`;
}

/** Description of a network: `4-16-3 network`; of a generator `16-64-2 network against 2-64-1`. */
export const networkText = (network: Pick<Network, 'graph' | 'config' | 'discriminator'>): string =>
  `${widthsText(network)} network${network.discriminator ? ` against ${widthsText(network.discriminator)}` : ''}`;

/** The first layer that does something after training: the head where there is no other. */
export const firstActive = ({ layers }: Graph) => layers.find(({ traits }) => !traits.identityAtInference)!;
