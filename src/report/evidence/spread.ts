import { spreadOf } from '../../model/spread.js';
import { memberOutputs } from '../../nn/graph/member_outputs.js';
import { fillBatch } from '../../training/objective/fill_batch.js';
import { evaluationPass } from '../../training/passes.js';
import type { Evidence, Part } from './evidence.js';

/** Number of networks that the model averages: 1 where it is a single one. */
export const memberCount = ({ network }: Evidence): number => memberOutputs(network, 0).length;

/** Standard deviation over the members of what each predicts for the rows of a part, [rows, what is predicted]. */
export function spreads({ network, model }: Evidence, { split }: Part): Float64Array {
  const atOnce = network.x.length / network.inputs;
  const found: number[] = [];
  for (let from = 0; from < split.rows; from += atOnce) {
    const rows = Math.min(atOnce, split.rows - from);
    fillBatch(network, split, null, from, rows);
    network.forward(rows, evaluationPass);
    for (const value of spreadOf(network, model.preprocessing, rows)) found.push(value);
  }
  return Float64Array.from(found);
}
