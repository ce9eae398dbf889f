import type { Kernels } from '../kernels/index.js';
import type { Network } from '../nn/network.js';
import { evaluationPass } from '../training/passes.js';
import { columnsOf, outputsOf } from './jacobian_units.js';
import { type Model, restoreNetwork } from './model.js';
import type { Predictor } from './predictor.js';

/**
 * Creates a predictor that turns rows of x into their Jacobians ∂output/∂input, in the units of the columns: scaling is
 * undone on both sides, of probabilities and numbers as predict prints them. Answers are row by row, output after
 * output.
 *
 * A number column counts in full, also through every basis function that takes it. Of a category each 0/1 indicator is
 * an input by itself, the others held: a slope, not what a change of category does. One that is embedded has none, as
 * its x is an index: it is left out.
 */
export function createJacobian(
  model: Model,
  { atOnce, kernels }: { readonly atOnce?: number; readonly kernels?: Kernels } = {},
): Predictor {
  const { preprocessing } = model;
  const outputs = outputsOf(model);
  const { slopes, columns } = columnsOf(preprocessing.features);
  const rowsAtOnce = atOnce ?? rowsFor(outputs.length * columns.length);
  const network = restoreNetwork(model, rowsAtOnce, kernels, { inputGradient: true });
  const dy = new Float64Array(rowsAtOnce * network.outputs);
  const stride = network.inputs + slopes.length;

  return {
    preprocessing: { ...preprocessing, features: [...preprocessing.features, ...slopes] },
    columns: outputs.flatMap((output) => columns.map((column) => `d${output.name}/d${column.name}`)),
    atOnce: rowsAtOnce,
    predict(encoded, from, rows) {
      for (let i = 0; i < rows; i++) {
        const start = (from + i) * stride;
        network.x.set(encoded.subarray(start, start + network.inputs), i * network.inputs);
      }
      network.forward(rows, evaluationPass);
      const answers = Array.from({ length: rows }, (): number[] => []);
      let pulled = -1;
      for (const { unit, slope: outputSlope } of outputs) {
        if (unit !== pulled) pullUnit(network, unit, dy, rows);
        pulled = unit;
        answers.forEach((answer, i) => {
          const factor = outputSlope(predictionOf(network, network.y[i * network.outputs + unit]));
          const dx = i * network.inputs;
          const x = (from + i) * stride;
          const slope = x + network.inputs;
          for (const { terms } of columns) {
            let sum = 0;
            for (const term of terms) {
              const local = term.slope === null ? 1 : encoded[slope + term.slope];
              const { input, derivative } = term;
              sum += derivative(network.dx![dx + input], encoded.subarray(x + input)) * local;
            }
            answer.push(factor * sum);
          }
        });
      }
      return answers;
    },
  };
}

/** Prediction of the network where an output is y, in its own terms. */
const predictionOf = ({ loss, config }: Network, y: number): number =>
  loss?.prediction?.(y, config.head.loss as never) ?? y;

/** Sets dx to the row of the Jacobian that belongs to one unit of the head, of what it predicts. */
function pullUnit(network: Network, unit: number, dy: Float64Array, rows: number): void {
  const { outputs, y, loss, config } = network;
  dy.fill(0);
  for (let k = unit; k < rows * outputs; k += outputs)
    dy[k] = loss?.predictionSlope?.(y[k], config.head.loss as never) ?? 1;
  network.pullBack(dy, rows, evaluationPass);
}

/** Rows at once: as many as predict takes, but at most 2^17 numbers of output. */
const rowsFor = (numbersPerRow: number): number =>
  Math.max(1, Math.min(256, Math.floor(2 ** 17 / numbersPerRow)));
