import { isAdversarial } from '../../config/objective.js';
import { MlpError } from '../../errors.js';
import { decisionOf } from '../../model/decision.js';
import { type Model, restoreNetwork } from '../../model/model.js';
import { evaluationPass } from '../../training/passes.js';
import { type AnswerColumn, answerPart } from './answer.js';
import { encodePart, type InputColumn, inputColumns } from './encode.js';
import { networkPart } from './network.js';
import { Constants, type Part, type Span } from './program.js';

/** A model as a program for one row: from the values of columns to x, to y, to an answer. */
export interface Program {
  readonly name: string;
  readonly columns: readonly InputColumn[];
  readonly answers: readonly AnswerColumn[];
  readonly constants: Constants;
  readonly values: Span;
  readonly x: Span;
  readonly y: Span;
  readonly encode: Part;
  readonly network: Part;
  readonly decide: Part;
  /** Numbers of x, and the y that the engine makes of them: what an export has to give to the last bit. */
  readonly sample: { readonly x: Float64Array; readonly y: Float64Array };
}

/**
 * Makes the program of a model.
 *
 * @throws MlpError `usage` where the model predicts nothing of rows.
 */
export function programOf(model: Model): Program {
  const { preprocessing, config, tensors } = model;
  refuseGenerators(model);
  const network = restoreNetwork(model, 1);
  const constants = new Constants();
  const { part: encode, values, x } = encodePart(preprocessing, constants);
  const { part: inner, y } = networkPart(network.graph, tensors, x, constants);
  const { threshold } = decisionOf(model);
  const { loss } = config.head;
  const { part: decide, columns: answers } = answerPart({ preprocessing, loss, threshold }, y, constants);
  // small numbers that are no index of a level beyond the first
  network.x.set(Float64Array.from({ length: x.length }, (_, k) => 0.4 * (((7 * k + 3) % 11) / 5 - 1)));
  for (const { input } of network.inputSpec.encoded) network.x[input] = Math.abs(network.x[input]);
  const outputs = network.forward(1, evaluationPass).slice(0, network.outputs);
  const sample = { x: network.x.slice(), y: network.moments?.slice(0, 2 * network.outputs) ?? outputs };
  return {
    name: config.name,
    columns: inputColumns(preprocessing),
    ...{ answers, constants, values, x, y, encode, network: inner, decide, sample },
  };
}

/** Refuses models that make rows, and predict nothing of them. */
export function refuseGenerators({ config, preprocessing }: Model): void {
  if (preprocessing.target.kind !== 'generation') return;
  const what = isAdversarial(config.training.objective)
    ? 'a GAN, which makes rows out of codes'
    : 'a generator of rows';
  throw new MlpError(
    'usage',
    `the model is ${what}, and what it makes is drawn at random: there is no prediction to export; mlp sample prints ` +
      'rows',
  );
}

export type { AnswerColumn } from './answer.js';
export type { InputColumn } from './encode.js';
export type { Call, Expression, Part, Span, Statement } from './program.js';
