import { isAnswer, type Preprocessing } from '../data/preprocessing/index.js';
import { didYouMean, MlpError } from '../errors.js';
import type { Model } from '../model/model.js';
import { nameList } from '../name_list.js';
import type { Network } from '../nn/network.js';
import { shellPath } from '../shell_word.js';
import { inTargetTerms } from '../training/measuring/report.js';
import { evaluationPass } from '../training/passes.js';

/**
 * Model as a function of rows of x: the probability of each class or label, the parts of a distribution, or numbers in
 * the units of their targets. Of several networks it is their average.
 */
export interface ModelFunction {
  readonly preprocessing: Preprocessing;
  /** Columns of x. */
  readonly inputs: number;
  /** Names of what it predicts. */
  readonly outputs: readonly string[];
  /** Predictions, [rows, outputs], for x, [rows, inputs]. */
  evaluate(x: Float64Array): Float64Array;
}

/** Creates the function of a model that `network` has the weights of. */
export function modelFunction({ preprocessing }: Model, network: Network): ModelFunction {
  const { inputs, outputs: width } = network;
  const atOnce = network.x.length / inputs;
  return {
    preprocessing,
    inputs,
    outputs: outputNames(preprocessing),
    evaluate(x) {
      const rows = x.length / inputs;
      const y = new Float64Array(rows * width);
      for (let from = 0; from < rows; from += atOnce) {
        const count = Math.min(atOnce, rows - from);
        network.x.set(x.subarray(from * inputs, (from + count) * inputs));
        y.set(network.forward(count, evaluationPass).subarray(0, count * width), from * width);
      }
      return inTargetTerms(network, preprocessing, { rows, y, loss: 0 });
    },
  };
}

/** Names of what a model predicts: its classes, labels or targets. */
export function outputNames({ target }: Preprocessing): readonly string[] {
  if (target.kind === 'classes') return target.classes;
  return isAnswer(target) ? target.names : [];
}

/**
 * Finds an output by its name.
 *
 * @throws MlpError `usage` where there is none.
 */
export function outputNamed({ outputs, preprocessing }: ModelFunction, name: string): number {
  const index = outputs.indexOf(name);
  if (index >= 0) return index;
  const what = preprocessing.target.kind === 'classes' ? 'class' : 'target';
  throw new MlpError(
    'usage',
    `--class ${name}: the model has no such ${what}${didYouMean(name, outputs) || `; there are ${nameList(outputs)}`}`,
  );
}

/**
 * Refuses models that have nothing to explain: their predictions are no answers.
 *
 * @throws MlpError `usage`.
 */
export function refuseWithoutAnswers({ target }: Preprocessing, path: string): void {
  if (isAnswer(target)) return;
  throw new MlpError(
    'usage',
    target.kind === 'generation'
      ? `${path}: is a generator, which predicts nothing that its inputs could explain; mlp report draws what it makes`
      : `${path}: is an autoencoder, whose answer is its input: no column explains another; what it makes of a row, ` +
          `mlp predict ${shellPath(path)} shows, and mlp jacobian how its outputs hang on its inputs`,
  );
}
