import type { Graph } from './graph.js';

/**
 * Values of every node, inputs first, for values of the inputs in their order; each module's from those before it. A
 * node without a value is NaN or infinite.
 */
export function forward({ inputs, modules }: Graph, values: readonly number[]): Float64Array {
  const cache = new Float64Array(inputs.length + modules.length);
  cache.set(values);
  modules.forEach(({ operands, evaluate }, i) => {
    const read = Float64Array.from(operands, (operand) => cache[operand]);
    cache[inputs.length + i] = evaluate(read);
  });
  return cache;
}
