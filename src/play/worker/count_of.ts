import type { Network } from '../../nn/network.js';

/** Number of a network's parameters. */
export const countOf = (network: Network): number =>
  network.parameters.reduce((sum, { size }) => sum + size, 0);
