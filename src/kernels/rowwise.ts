import type { CompiledLoop, LoopOperand } from './loops.js';

// What takes a row as a whole, and has loops by hand in every backend: softmax, its losses, and losses of running sums.

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
  softmax: rows('x y', 5),
  softmaxBackward: rows('y dy dx', 1.5),
  softmaxCrossEntropy: rows('a y t losses', 3, ['label_smoothing']),
  softmaxCrossEntropyBackward: rows('y t scale da', 2, ['label_smoothing']),
  softmaxDivergence: rows('a y t losses', 8),
  softmaxDivergenceBackward: rows('y t scale da', 2),
  wasserstein: rows('y t losses', 1),
  wassersteinBackward: rows('y t scale dy', 1),
} satisfies Readonly<Record<string, CompiledLoop>>;

/** Names of the functions, by the names of the formulas that they stand for. */
export const rowwiseNames: Readonly<Record<string, () => keyof typeof rowwiseLoops>> = {
  'activation.softmax.y': () => 'softmax',
  'activation.softmax.dx': () => 'softmaxBackward',
  'loss.cross_entropy.fused.softmax.term': () => 'softmaxCrossEntropy',
  'loss.cross_entropy.fused.softmax.da': () => 'softmaxCrossEntropyBackward',
  'loss.kl_divergence.fused.softmax.term': () => 'softmaxDivergence',
  'loss.kl_divergence.fused.softmax.da': () => 'softmaxDivergenceBackward',
  'loss.wasserstein.term': () => 'wasserstein',
  'loss.wasserstein.dy': () => 'wassersteinBackward',
};
