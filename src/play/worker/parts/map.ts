import { classProbabilities, predictedNumbers } from '../../../training/measuring/outputs.js';
import { evaluationPass } from '../../../training/passes.js';
import type { Session } from '../session.js';

/** Outputs over the fine grid of the view. */
export interface OutputMap {
  readonly resolution: number;
  /** Probability of each class or label, or numbers in their units: [outputs][points]. */
  readonly outputs: readonly Float32Array[];
}

/** Computes what is predicted; null where there are no axes, or where rows are generated. */
export function map(session: Session): OutputMap | null {
  const { view, prepared } = session;
  const { target } = prepared.dataset.preprocessing;
  if (!view || target.kind === 'generation') return null;
  const { x, points, resolution } = view.fine;
  const network = session.forPictures();
  const y = new Float64Array(points * network.outputs);
  const atOnce = network.x.length / network.inputs;
  for (let from = 0; from < points; from += atOnce) {
    const rows = Math.min(atOnce, points - from);
    network.x.set(x.subarray(from * network.inputs, (from + rows) * network.inputs));
    y.set(network.forward(rows, evaluationPass).subarray(0, rows * network.outputs), from * network.outputs);
  }
  const values =
    target.kind === 'classes'
      ? classProbabilities(y, points, target.classes.length)
      : target.kind === 'numbers'
        ? predictedNumbers(network, y, target)
        : y;
  const count = values.length / points;
  const outputs = Array.from({ length: count }, (_, k) =>
    Float32Array.from({ length: points }, (_, i) => values[i * count + k]),
  );
  return { resolution, outputs };
}
