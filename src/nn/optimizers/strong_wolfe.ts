import type { FullBatchLoss } from './optimizer.js';
import { dot, largest } from './vector.js';

/** The loss along the line w₀ + step · d, and its derivative with respect to `step`. */
export interface LinePoint {
  readonly step: number;
  readonly loss: number;
  readonly slope: number;
}

interface LineSearchOptions {
  readonly max_evaluations: number;
  readonly tolerance_change: number;
}

/** c₁ and c₂ of the conditions; Nocedal and Wright's values for quasi-Newton directions. */
const sufficientDecrease = 1e-4;
const curvature = 0.9;

/**
 * Moves w to w₀ + step · d and evaluates there. A loss that is not a number fails every test below: the search steps
 * back.
 */
function evaluateAt(
  step: number,
  objective: FullBatchLoss,
  origin: Float64Array,
  direction: Float64Array,
  n: number,
): LinePoint {
  const { w, g } = objective;
  for (let i = 0; i < n; i++) w[i] = origin[i] + step * direction[i];
  const loss = objective.evaluate();
  return { step, loss, slope: dot(g, direction, n) };
}

/**
 * The minimum within [least, most] of the cubic through both points with both slopes (Nocedal and Wright, 3.59); the
 * middle if there is none.
 */
function cubicMinimum(p: LinePoint, q: LinePoint, least: number, most: number): number {
  const [a, b] = p.step <= q.step ? [p, q] : [q, p];
  const d1 = a.slope + b.slope - (3 * (a.loss - b.loss)) / (a.step - b.step);
  const square = d1 * d1 - a.slope * b.slope;
  const d2 = Math.sqrt(square);
  const position = b.step - (b.step - a.step) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2));
  return Number.isNaN(position) ? (least + most) / 2 : Math.min(Math.max(position, least), most);
}

/**
 * The cubic's minimum between low and high, but kept a tenth of their distance from both ends where it was near an end
 * the time before as well, or lies beyond: else the bracket might not shrink. Returns the step, and whether it was near
 * an end.
 */
function trialStep(low: LinePoint, high: LinePoint, wasNearEnd: boolean): [step: number, nearEnd: boolean] {
  const least = Math.min(low.step, high.step);
  const most = Math.max(low.step, high.step);
  const step = cubicMinimum(low, high, least, most);
  const margin = 0.1 * (most - least);
  if (Math.min(most - step, step - least) >= margin) return [step, false];
  if (!wasNearEnd && step < most && step > least) return [step, true];
  return [most - step < step - least ? most - margin : least + margin, false];
}

/**
 * Finds a step at which the strong Wolfe conditions hold along the descent direction d from w₀,
 *   loss ≤ loss₀ + c₁ · step · slope₀  and  |slope| ≤ c₂ |slope₀|:
 * Nocedal and Wright, Numerical Optimization, 2nd edition, algorithms 3.5 (bracket) and 3.6 (zoom), with cubic
 * interpolation and the safeguards of minFunc and PyTorch. Where the evaluations run out, or the bracket moves no
 * parameter by `tolerance_change`, the best point found stands, which may be the start (step 0). Leaves w and g at the
 * point returned.
 */
export function strongWolfe(
  objective: FullBatchLoss,
  origin: Float64Array,
  direction: Float64Array,
  n: number,
  start: LinePoint,
  firstStep: number,
  options: LineSearchOptions,
): LinePoint {
  const holdsDecrease = ({ step, loss }: LinePoint) =>
    loss <= start.loss + sufficientDecrease * step * start.slope;
  const holdsCurvature = ({ slope }: LinePoint) => Math.abs(slope) <= -curvature * start.slope;
  const reach = largest(direction, n);

  let low = start;
  let point = evaluateAt(firstStep, objective, origin, direction, n);
  let evaluations = 1;
  let high: LinePoint | undefined;
  for (; ; evaluations++) {
    if (!holdsDecrease(point) || (evaluations > 1 && point.loss >= low.loss)) {
      high = point;
      break;
    }
    if (holdsCurvature(point)) return point;
    if (point.slope >= 0) {
      high = low;
      low = point;
      break;
    }
    if (evaluations >= options.max_evaluations) return point;
    const least = point.step + 0.01 * (point.step - low.step);
    const next = cubicMinimum(low, point, least, 10 * point.step);
    low = point;
    point = evaluateAt(next, objective, origin, direction, n);
  }

  // low has the smallest loss of the points that hold decrease, and the slope at it points to high.
  let nearEnd = false;
  while (evaluations < options.max_evaluations) {
    if (Math.abs(high.step - low.step) * reach < options.tolerance_change) break;
    let step: number;
    [step, nearEnd] = trialStep(low, high, nearEnd);
    point = evaluateAt(step, objective, origin, direction, n);
    evaluations++;
    if (!holdsDecrease(point) || point.loss >= low.loss) {
      high = point;
      continue;
    }
    if (holdsCurvature(point)) return point;
    if (point.slope * (high.step - low.step) >= 0) high = low;
    low = point;
  }

  if (low !== point) evaluateAt(low.step, objective, origin, direction, n);
  return low;
}
