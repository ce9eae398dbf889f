import type { Graph } from './graph.js';
import type { LocalDerivative } from './local.js';

/** Contribution to a node's derivative through one module that reads it: global times local derivative. */
export interface Contribution {
  /** Index of the module's node. */
  readonly through: number;
  readonly global: number;
  readonly local: number;
  readonly value: number;
}

/** Global derivative ∂output/∂node: the sum of the contributions over each path; 1 for the output, which has none. */
export interface GlobalDerivative {
  readonly value: number;
  readonly contributions: readonly Contribution[];
}

/**
 * Global derivatives of every node, from the output back: each module passes its own, times the local derivative, to
 * each node that it reads, where contributions are added up. `locals[i]` are the local derivatives of the i-th module.
 */
export function backward(
  { inputs, modules, output }: Graph,
  locals: readonly (readonly LocalDerivative[])[],
): GlobalDerivative[] {
  const arrived: Contribution[][] = Array.from({ length: inputs.length + modules.length }, () => []);
  const values = arrived.map((_, node) => (node === output ? 1 : 0));
  for (let i = modules.length - 1; i >= 0; i--) {
    const through = inputs.length + i;
    const global = values[through];
    for (const { operand, value: local } of locals[i]) {
      const value = global * local;
      arrived[operand].push({ through, global, local, value });
      values[operand] += value;
    }
  }
  return values.map((value, node) => ({ value, contributions: arrived[node] }));
}
