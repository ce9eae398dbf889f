import type { Random } from '../random.js';
import type { Network } from './network.js';

/** Options of numeric derivatives, and of their comparison: equal means |a − n| ≤ atol + rtol·|n|. */
export interface GradcheckOptions {
  readonly method: 'central' | 'forward';
  readonly epsilon: number;
  readonly atol: number;
  readonly rtol: number;
}

/** One element where the two gradients were compared. `index` counts through the tensor row by row. */
export interface ElementCheck {
  readonly index: number;
  readonly analytic: number;
  readonly numeric: number;
  /** |a − n| / (atol + rtol·|n|): over 1 is a mismatch. Infinity where one of them is no number. */
  readonly error: number;
}

/** Comparison of both gradients with respect to one tensor, or to the inputs. */
export interface TensorCheck {
  readonly name: string;
  readonly shape: readonly number[];
  readonly checked: number;
  readonly mismatches: number;
  /** Elements at a kink, where no derivative exists for the numeric gradient to find. */
  readonly kinks: readonly ElementCheck[];
  /** The element with the largest error, kinks left out. */
  readonly worst: ElementCheck | null;
}

/** Comparison of backpropagation with numeric gradients, tensor by tensor, and what each cost. */
export interface GradcheckResult {
  readonly passed: boolean;
  readonly tensors: readonly TensorCheck[];
  /** Forward passes that the numeric gradient took; backpropagation takes one, and one backward. */
  readonly forwardPasses: number;
  /** Seconds that each took, where somebody holds a clock; backpropagation's is the mean of many passes. */
  readonly seconds: { readonly backpropagation: number; readonly numeric: number };
}

/**
 * One pass of backpropagation is too quick to time, and the first ones too slow: the engine has yet to compile them.
 */
const timedSeconds = 0.02;
/** Most timed calls, also for a clock that stands still. */
const timedCalls = 1 << 16;

/**
 * Compares backpropagation with numeric gradients, for every trainable parameter and for the inputs, on the first
 * `rows` rows of the network's x and t with row weights `scale`. The network has to be built with `inputGradient`.
 *
 * Both go the way of training, through recorded programs, and see the same function: training mode, masks and noise
 * drawn once and kept, penalties included. Where they differ, the one-sided differences differ too (by more than
 * curvature explains) and the analytic derivative lies between them, the element is at a kink (of relu, say); any other
 * difference is a mismatch.
 */
export function gradcheck(
  network: Network,
  scale: Float64Array,
  rows: number,
  random: Random,
  options: GradcheckOptions,
  now?: () => number,
): GradcheckResult {
  const draw = { training: true, frozen: false, random };
  const keep = { training: true, frozen: true, random };
  let forwardPasses = 0;
  const { kernels } = network.layout;
  const losses = kernels.record(() => {
    network.forward(rows, keep);
    network.losses(rows);
  });
  const loss = () => {
    forwardPasses++;
    losses.run();
    const { rowLosses } = network;
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += scale[i] * rowLosses[i];
    return sum + network.penalty();
  };

  kernels.record(() => network.forward(rows, draw)).run();
  const gradient = kernels.record(() => {
    network.forward(rows, keep);
    network.backward(scale, rows, keep);
    network.addPenaltyGradients();
  });
  const backpropagate = () => gradient.run();
  backpropagate();
  const backpropagation = now ? secondsPerCall(backpropagate, now) : 0;

  const inputs = {
    name: 'x',
    shape: [rows, network.inputs],
    view: network.x.subarray(0, rows * network.inputs),
  };
  const subjects = [
    ...network.parameters
      .filter(({ trainable }) => trainable)
      .map((p) => ({ ...p, gradient: p.gradient.view.slice() })),
    { ...inputs, gradient: network.dx!.slice(0, inputs.view.length) },
  ];
  const started = now?.() ?? 0;
  const atCenter = loss();
  const tensors = subjects.map(({ name, shape, view, gradient }) => {
    const elements = Array.from(view, (_, index) =>
      checkElement(view, index, gradient[index], loss, atCenter, options),
    );
    const smooth = elements.filter((element) => !element.kink);
    return {
      name,
      shape,
      checked: elements.length,
      mismatches: smooth.filter(({ error }) => error > 1).length,
      kinks: elements.filter(({ kink }) => kink),
      worst: smooth.reduce<ElementCheck | null>((a, b) => (a && a.error >= b.error ? a : b), null),
    };
  });
  const seconds = { backpropagation, numeric: now ? now() - started : 0 };
  return { passed: tensors.every(({ mismatches }) => mismatches === 0), tensors, forwardPasses, seconds };
}

/** Doubles the number of calls until they take long enough to be timed: only the last round, of warm code, counts. */
export function secondsPerCall(call: () => void, now: () => number): number {
  for (let calls = 1; ; calls *= 2) {
    const started = now();
    for (let i = 0; i < calls; i++) call();
    const seconds = now() - started;
    if (seconds >= timedSeconds || calls >= timedCalls) return seconds / calls;
  }
}

function checkElement(
  view: Float64Array,
  index: number,
  analytic: number,
  loss: () => number,
  atCenter: number,
  { method, epsilon, atol, rtol }: GradcheckOptions,
) {
  const center = view[index];
  /** The difference quotient from the center to `step` away; the step is what rounding leaves of it. */
  const slope = (step: number) => {
    view[index] = center + step;
    const taken = view[index] - center;
    const quotient = (loss() - atCenter) / taken;
    view[index] = center;
    return { quotient, taken };
  };
  const forward = slope(epsilon);
  const backward = method === 'central' ? slope(-epsilon) : null;
  const numeric =
    backward === null
      ? forward.quotient
      : (forward.quotient * forward.taken - backward.quotient * backward.taken) /
        (forward.taken - backward.taken);
  const tolerance = atol + rtol * Math.abs(numeric);
  const difference = Math.abs(analytic - numeric) / tolerance;
  const error = Number.isNaN(difference) ? Infinity : difference;
  const isKinked = () => {
    const { quotient } = backward ?? slope(-epsilon);
    return isKink(analytic, forward.quotient, quotient, tolerance, slope, epsilon);
  };
  const kink = error > 1 && isKinked();
  return { index, analytic, numeric, error, kink };
}

/**
 * Whether the one-sided slopes differ by more than curvature explains, with the analytic derivative between them. A
 * smooth function's slope over ε is off by ε/2 f″ (so that the two sides differ by ε f″), which is twice what half the
 * step changes; the calmer side says how much, as there may be a kink within the other. Twice that is allowed for.
 */
function isKink(
  analytic: number,
  forward: number,
  backward: number,
  tolerance: number,
  slope: (step: number) => { quotient: number },
  epsilon: number,
): boolean {
  const change = Math.min(
    Math.abs(slope(epsilon / 2).quotient - forward),
    Math.abs(slope(-epsilon / 2).quotient - backward),
  );
  const bend = 4 * change;
  return (
    Math.abs(forward - backward) > tolerance + 2 * bend &&
    analytic >= Math.min(forward, backward) - tolerance - bend &&
    analytic <= Math.max(forward, backward) + tolerance + bend
  );
}
