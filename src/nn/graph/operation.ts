import type { Kernels, Vector } from '../../kernels/index.js';
import { loadState, type Random, storeState, uniform } from '../../random.js';
import type { TensorMemory } from '../layout.js';
import type { BatchPart } from './shards.js';

/** Purpose of one pass through the network. */
export interface Pass {
  /** Training: dropout drops, noise is added, batch statistics are used and remembered. */
  readonly training: boolean;
  /**
   * Keep the masks and noise of the pass before, and remember no statistics: a numeric gradient needs one fixed
   * function.
   */
  readonly frozen: boolean;
  /** The source of masks and noise. */
  readonly random: Random;
  /** Whether codes are drawn from their distributions in evaluation, too, and not their means. */
  readonly sampled?: boolean;
  /** Rows of the batch that this process computes; all where it is left out. */
  readonly part?: BatchPart | null;
}

/** A pass as operations see it: numbers are drawn when a recorded step runs, and not once, when it is recorded. */
export interface OperationPass extends Pick<Pass, 'training' | 'frozen' | 'sampled'> {
  /**
   * Weight of each row's loss in the gradient that comes back, for operations that add to the loss; null where what
   * comes back is the gradient of no loss.
   */
  readonly lossScale: Vector | null;
  /** Rows of the batch that this process computes, where ranks share it; null where it computes all. */
  readonly part: BatchPart | null;
  /**
   * Draws n numbers, as many for each row, by `next`: goes through kernels.runInJs. Those of rows that others compute
   * are drawn and dropped, so that the numbers of a row do not depend on who computes it.
   */
  draw(vector: Vector, n: number, next: (random: Random) => number): void;
  /** Draws a mask: each of n numbers is 0 with probability `rate`, and 1 / (1 − rate) otherwise. See keepMask. */
  drawMask(mask: Vector, state: Vector, n: number, rate: number): void;
}

export const operationPass = (
  pass: Pass,
  kernels: Kernels,
  lossScale: Vector | null = null,
): OperationPass => ({
  training: pass.training,
  frozen: pass.frozen,
  sampled: pass.sampled,
  lossScale,
  part: pass.part ?? null,
  draw: (vector, n, next) => draw(vector, n, next, pass, kernels),
  drawMask(mask, state, n, rate) {
    if (pass.part) {
      const kept = 1 / (1 - rate);
      draw(mask, n, (random) => (uniform(random) < rate ? 0 : kept), pass, kernels);
      return;
    }
    kernels.runInJs([], [state, mask], (numbers, values) => {
      if (loadState(pass.random, numbers)) return;
      for (let i = 0; i < n; i++) values[i] = uniform(pass.random) < rate ? 0 : 1 / (1 - rate);
    });
    kernels.keepMask(state, mask, n, rate);
    kernels.runInJs([state], [], (numbers) => storeState(pass.random, numbers));
  },
});

function draw(
  vector: Vector,
  n: number,
  next: (random: Random) => number,
  // restarts give it another generator
  pass: Pass,
  kernels: Kernels,
): void {
  const { from = 0, count = 1, rows = 1 } = pass.part ?? {};
  const perRow = n / count;
  kernels.runInJs([], [vector], (values) => {
    const { random } = pass;
    for (let i = perRow * from; i > 0; i--) next(random);
    for (let i = 0; i < n; i++) values[i] = next(random);
    for (let i = perRow * (rows - from - count); i > 0; i--) next(random);
  });
}

/** A term that an operation adds to the loss of each row. */
export interface LossTerm {
  /** losses[i] += the term of row i, after the operation's forward. */
  add(losses: Vector, rows: number): void;
}

/**
 * A function of one or more values with its derivative: what a network is made of. Rows are samples: each input and y
 * are [rows, columns], and d + name is the gradient of the loss with respect to it. An operation may keep what backward
 * needs from the forward pass before it.
 */
export interface Operation {
  /** Name of the operation, for exports and other backends: `affine`, `tanh`, `sum`. */
  readonly op: string;
  /** Every option that its result depends on. */
  readonly attributes?: object;
  /** The parameters and statistics that it reads, by their names in the formula. */
  readonly tensors?: Readonly<Record<string, TensorMemory>>;
  /** Multiplications of its product with a matrix of weights, for one row; undefined where it has no such matrix. */
  readonly multiplications?: number;
  /** Term of the loss; its gradient is a part of what `backward` gives, by the pass's `lossScale`. */
  readonly loss?: LossTerm;
  /** Whether y is the mean over its inputs, and over the members of each where x has more than y. */
  readonly isMean?: true;
  /** Whether y says of a mean what it predicts: its probabilities at another temperature, the means of its moments. */
  readonly isOfMean?: true;
  /** Whether dx is dy for each of its inputs: backward is not called then. */
  readonly passesGradient?: true;
  /** y = f(x). y may not be an input. */
  forward(inputs: readonly Vector[], y: Vector, rows: number, pass: OperationPass): void;
  /** Whether backward may write dx over dy: element by element, of a single input. */
  readonly overwritesGradient?: true;
  /**
   * dx = (∂y/∂x)ᵀ dy for each input x, and the gradient of each parameter (overwritten, not added to). Inputs and y are
   * those of the forward pass. No dx may be dy, but of what `overwritesGradient`; where nobody needs one, it is null.
   */
  backward(
    inputs: readonly Vector[],
    y: Vector,
    dy: Vector,
    dInputs: readonly (Vector | null)[],
    rows: number,
    pass: OperationPass,
  ): void;
}
