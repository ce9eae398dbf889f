import * as z from '../../zod.js';
import type { FullBatchOptimizer } from './optimizer.js';
import { strongWolfe } from './strong_wolfe.js';
import { copy, dot, largest } from './vector.js';

const options = z.strictObject({
  learning_rate: z.number().positive().default(1).describe('the step that the line search tries first'),
  history_size: z.int().positive().default(10).describe('pairs of steps and gradient changes to remember'),
  max_evaluations: z.int().positive().default(25).describe('of the loss, in one line search'),
  tolerance_gradient: z.number().min(0).default(1e-7).describe('done where no |gradient| is above this'),
  tolerance_change: z.number().min(0).default(1e-9).describe('done where loss or parameters change less'),
});
type Options = z.infer<typeof options>;

/** Indices of the scalars; 1 / (y · s) of each remembered pair comes after them, then α of each. */
const iterations = 0;
const currentLoss = 1;
const pairs = 2; // ever remembered: pair k lies at place k modulo history_size
const scale = 3; // of the initial inverse Hessian
const firstRho = 4;

/** d ← −H g, by the two-loop recursion (Nocedal and Wright, algorithm 7.4) over the remembered pairs. */
function newtonDirection(
  direction: Float64Array,
  g: Float64Array,
  slots: readonly Float64Array[],
  scalars: Float64Array,
  n: number,
  size: number,
): void {
  const newest = scalars[pairs] - 1;
  const oldest = Math.max(0, scalars[pairs] - size);
  const firstAlpha = firstRho + size;
  for (let i = 0; i < n; i++) direction[i] = -g[i];
  for (let k = newest; k >= oldest; k--) {
    const place = k % size;
    const y = slots[size + place];
    const alpha = dot(slots[place], direction, n) * scalars[firstRho + place];
    scalars[firstAlpha + place] = alpha;
    for (let i = 0; i < n; i++) direction[i] -= alpha * y[i];
  }
  for (let i = 0; i < n; i++) direction[i] *= scalars[scale];
  for (let k = oldest; k <= newest; k++) {
    const place = k % size;
    const s = slots[place];
    const beta = dot(slots[size + place], direction, n) * scalars[firstRho + place];
    const factor = scalars[firstAlpha + place] - beta;
    for (let i = 0; i < n; i++) direction[i] += factor * s[i];
  }
}

/** Takes the pair s = step · d, y = g − g₀ in place of the oldest, if y · s shows a curvature to learn from. */
function remember(
  step: number,
  direction: Float64Array,
  g: Float64Array,
  previous: Float64Array,
  slots: readonly Float64Array[],
  scalars: Float64Array,
  n: number,
  size: number,
): void {
  let ys = 0;
  for (let i = 0; i < n; i++) ys += (g[i] - previous[i]) * (step * direction[i]);
  if (!(ys > 1e-10)) return;
  const place = scalars[pairs] % size;
  const s = slots[place];
  const y = slots[size + place];
  for (let i = 0; i < n; i++) {
    s[i] = step * direction[i];
    y[i] = g[i] - previous[i];
  }
  scalars[firstRho + place] = 1 / ys;
  scalars[scale] = ys / dot(y, y, n);
  scalars[pairs]++;
}

/**
 * Limited-memory BFGS, Liu and Nocedal 1989, with a line search for the strong Wolfe conditions; choices of detail are
 * PyTorch's (first step min(1, 1 / ‖g‖₁) · rate, later ones `rate`; a pair is remembered if y · s > 10⁻¹⁰).
 * The objective must be the same function at every call: its loss and gradient at w are kept from one to the next.
 */
export const lbfgs = {
  options,

  /** Remembered changes s of w; as many changes y of g; the direction; w before the line search; the gradient at w. */
  slots: (options: Options) => 2 * options.history_size + 3,

  scalars: (options: Options) => firstRho + 2 * options.history_size,

  iterate(objective, slots, scalars, n, learningRate, options: Options) {
    const { history_size: size, tolerance_gradient: flat, tolerance_change: still } = options;
    const direction = slots[2 * size];
    const origin = slots[2 * size + 1];
    const gradient = slots[2 * size + 2];
    const { w, g } = objective;
    const first = scalars[iterations] === 0;

    if (first) {
      scalars[currentLoss] = objective.evaluate();
      scalars[scale] = 1;
      copy(gradient, g, n);
    } else {
      copy(g, gradient, n);
    }
    const loss = scalars[currentLoss];
    if (largest(gradient, n) <= flat) return { loss, converged: true };

    copy(origin, w, n);
    newtonDirection(direction, gradient, slots, scalars, n, size);
    const slope = dot(gradient, direction, n);
    if (!Number.isFinite(slope) || slope > -still) return { loss, converged: true };

    let firstStep = learningRate;
    if (first) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += Math.abs(gradient[i]);
      firstStep *= Math.min(1, 1 / sum);
    }
    const start = { step: 0, loss, slope };
    const end = strongWolfe(objective, origin, direction, n, start, firstStep, options);

    remember(end.step, direction, g, gradient, slots, scalars, n, size);
    copy(gradient, g, n);
    scalars[currentLoss] = end.loss;
    scalars[iterations]++;
    const converged =
      largest(g, n) <= flat || end.step * largest(direction, n) <= still || Math.abs(end.loss - loss) < still;
    return { loss: end.loss, converged };
  },
} satisfies FullBatchOptimizer;
