/** Options of numeric derivatives, and of their comparison: equal means |a − n| ≤ atol + rtol·|n| + rounding. */
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
  /** |a − n| / (atol + rtol·|n| + rounding): over 1 is a mismatch. Infinity where one of them is no number. */
  readonly error: number;
}

interface CheckedElement extends ElementCheck {
  readonly kink: boolean;
  readonly undecidable: boolean;
}

/** Factor by which the step is smaller when a difference is compared again. */
const smallerStep = 10;

/**
 * Compares an element's derivative by backpropagation with the difference of losses about its value. Where they differ,
 * the one-sided differences differ too (by more than curvature and rounding explain) and the analytic derivative lies
 * between them, the element is at a kink (of relu, say). Any other difference is compared again with a tenth of the
 * step, and again, as far as rounding allows: one of the method vanishes with it (softsign's second derivative jumps at
 * 0, which moves a central difference across it by up to ε times the jump), one of the gradient stays, and is a
 * mismatch.
 *
 * @param rounding How far the rounding of the loss may move the difference of two, at most.
 */
export function checkElement(
  view: Float64Array,
  index: number,
  analytic: number,
  loss: () => number,
  atCenter: number,
  rounding: number,
  options: GradcheckOptions,
): CheckedElement {
  const { method, epsilon, atol, rtol } = options;
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
  const span = forward.taken - (backward?.taken ?? 0);
  // a step that is less than the spacing of doubles there shows nothing
  if (span === 0) return { index, analytic, numeric: 0, error: 0, kink: false, undecidable: true };
  const numeric =
    backward === null
      ? forward.quotient
      : (forward.quotient * forward.taken - backward.quotient * backward.taken) / span;
  const asked = atol + rtol * Math.abs(numeric);
  const drowned = rounding / span;
  const difference = Math.abs(analytic - numeric) / (asked + drowned);
  const error = Number.isNaN(difference) ? Infinity : difference;
  const isKinked = () => {
    const { quotient } = backward ?? slope(-epsilon);
    const oneSided = rounding / epsilon;
    return isKink(analytic, forward.quotient, quotient, { asked, rounding: oneSided }, slope, epsilon);
  };
  const kink = error > 1 && isKinked();
  if (error > 1 && !kink && smallerStep * drowned <= asked) {
    const again = { ...options, epsilon: epsilon / smallerStep };
    const nearer = checkElement(view, index, analytic, loss, atCenter, rounding, again);
    if (nearer.error <= 1 || nearer.kink) return nearer;
  }
  // that no bit of the loss depends on it says that the derivative is 0
  const undecidable = error <= 1 && isDrowned(numeric, asked, drowned) && !(analytic === 0 && numeric === 0);
  return { index, analytic, numeric, error, kink, undecidable };
}

/**
 * Whether rounding, rather than the tolerance asked for, decides what passes: it is the larger, and a derivative that
 * is wrong by 1 % may pass, as the numeric one is off by the rounding, too.
 */
const isDrowned = (numeric: number, asked: number, rounding: number): boolean =>
  rounding > asked && 0.01 * Math.abs(numeric) <= asked + 2 * rounding;

/**
 * Whether the one-sided slopes differ by more than curvature explains, with the analytic derivative between them. A
 * smooth function's slope over ε is off by ε/2 f″ (so that the two sides differ by ε f″), which is twice what half the
 * step changes; the calmer side says how much, as there may be a kink within the other. Twice that is allowed for, and
 * the rounding of each slope.
 */
function isKink(
  analytic: number,
  forward: number,
  backward: number,
  { asked, rounding }: { asked: number; rounding: number },
  slope: (step: number) => { quotient: number },
  epsilon: number,
): boolean {
  const change = Math.min(
    Math.abs(slope(epsilon / 2).quotient - forward),
    Math.abs(slope(-epsilon / 2).quotient - backward),
  );
  const bend = 4 * change;
  const tolerance = asked + rounding;
  return (
    Math.abs(forward - backward) > tolerance + rounding + 2 * bend &&
    analytic >= Math.min(forward, backward) - tolerance - bend &&
    analytic <= Math.max(forward, backward) + tolerance + bend
  );
}
