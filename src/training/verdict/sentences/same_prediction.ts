import { unscaled } from '../../measuring/outputs.js';
import { causeOf } from '../cause.js';
import type { Facts } from '../facts.js';
import { figure } from '../text.js';
import type { Sentence } from './sentence.js';

/** Part of their size that outputs may differ by and still be the same. */
const tolerance = 1e-6;

/** Predictions that are the same for every row, and the layer that makes them so. */
export const samePrediction = {
  subject: 'predictions',
  text(facts) {
    const { y, part, report, dataset, config } = facts;
    const { target } = dataset.preprocessing;
    if (facts.outcome.divergence) return null;
    const outputs = y.length / report.rows;
    if (
      report.rows < 2 ||
      !isConstant(y, outputs) ||
      isConstant(dataset[part]!.t, dataset[part]!.t.length / report.rows)
    )
      return null;
    const value =
      target.kind === 'numbers' && outputs === 1 && config.head.activation.type === 'identity'
        ? ` (${figure(unscaled(y.subarray(0, 1), target)[0])})`
        : '';
    return `predicts the same for every row of ${part}${value}${why(facts)}`;
  },
} satisfies Sentence;

function why(facts: Facts): string {
  const silence = facts.silence();
  if (silence === null) return '';
  const { layer, units, isZero } = silence;
  const found = isZero
    ? `all ${units} units of ${layer} are dead: they give 0 for every training row`
    : `the ${units} units of ${layer} give the same for every training row`;
  return `: ${found}; ${causeOf(facts)}`;
}

function isConstant(values: Float64Array, columns: number): boolean {
  for (let i = columns; i < values.length; i++) {
    const first = values[i % columns];
    if (!(Math.abs(values[i] - first) <= tolerance * Math.abs(first))) return false;
  }
  return true;
}
