import type { CompiledLoop, LoopOperand } from './compiled_loop.js';

// What no formula says: losses of running sums.

const operand = (name: string, access: LoopOperand['access']): LoopOperand => ({
  name,
  by: name === 'losses' || name === 'scale' ? 'row' : 'element',
  access,
});

/** A loop over rows that reads all vectors but the last, which it writes. */
function rows(names: string, cost: number, numbers: readonly string[] = []): CompiledLoop {
  const all = names.split(' ');
  const operands = all.map((name, i) => operand(name, i === all.length - 1 ? 'write' : 'read'));
  return { frame: 'rows', operands, numbers, cost };
}

export const rowwiseLoops = {
  wasserstein: rows('y t losses', 1),
  wassersteinBackward: rows('y t scale dy', 1),
} satisfies Readonly<Record<string, CompiledLoop>>;

/** Names of the functions, by the names of the formulas that they stand for. */
export const rowwiseNames: Readonly<Record<string, () => keyof typeof rowwiseLoops>> = {
  'loss.wasserstein.term': () => 'wasserstein',
  'loss.wasserstein.dy': () => 'wassersteinBackward',
};
