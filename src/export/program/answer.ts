import { featureNames, type Preprocessing, scalings } from '../../data/preprocessing/index.js';
import type { Scaling } from '../../data/preprocessing/scalers/index.js';
import { MlpError } from '../../errors.js';
import { defaultThreshold } from '../../metrics/index.js';
import { type Loss, losses } from '../../nn/losses/index.js';
import type { Variant } from '../../nn/variants.js';
import { formulaLoop } from './network.js';
import {
  type Constants,
  call,
  type Expression,
  element,
  operation,
  PartBuilder,
  type Span,
} from './program.js';

/** A value of an answer: a number, a label that is 0 or 1, or a class by its index. */
export interface AnswerColumn {
  readonly name: string;
  readonly classes?: readonly string[];
}

/** Parts of a model that its answers go by. */
export interface AnswerOptions {
  readonly preprocessing: Preprocessing;
  readonly loss: Variant | undefined;
  readonly threshold: number | undefined;
}

/** The part of a program that makes an answer of y, as `mlp predict` prints it. */
export function answerPart(
  { preprocessing, loss, threshold = defaultThreshold }: AnswerOptions,
  y: Span,
  constants: Constants,
): { readonly part: PartBuilder; readonly columns: readonly AnswerColumn[] } {
  const { target } = preprocessing;
  const part = new PartBuilder(constants);
  const columns: AnswerColumn[] = [];
  const give = (column: AnswerColumn, value: Expression): void => {
    const answer: Span = { kind: 'span', name: 'answer', from: 0, length: 0 };
    part.set(answer, columns.push(column) - 1, value);
  };
  switch (target.kind) {
    case 'classes':
    case 'distribution': {
      const classes = target.kind === 'classes' ? target.classes : target.names;
      const p = probabilities(y, classes.length, part);
      const index =
        classes.length === 2
          ? call('reaches', element(p, 1), threshold)
          : call('mostProbable', p, classes.length);
      give({ name: 'prediction', classes }, index);
      for (const [j, name] of classes.entries()) give({ name: `p_${name}` }, element(p, j));
      break;
    }
    case 'labels':
      for (const [j, name] of target.names.entries())
        give({ name: `prediction_${name}` }, call('reaches', element(y, j), threshold));
      for (const [j, name] of target.names.entries()) give({ name: `p_${name}` }, element(y, j));
      break;
    case 'numbers': {
      const numbers = predicted(loss, y, part);
      const { names, scale, center } = target;
      const isOne = names.length === 1;
      for (const [j, name] of names.entries())
        give(
          { name: isOne ? 'prediction' : `prediction_${name}` },
          operation('+', operation('*', element(numbers, j), scale[j]), center[j]),
        );
      // variances, of a head that has them
      if (y.length === 2 * names.length)
        for (const [j, name] of names.entries())
          give({ name: isOne ? 'prediction_sd' : `prediction_sd_${name}` }, deviation(y, j, scale));
      break;
    }
    case 'reconstruction': {
      const numbers = predicted(loss, y, part);
      const byColumn = scalings(preprocessing);
      for (const [j, name] of featureNames(preprocessing).entries())
        give({ name: `prediction_${name}` }, unscaled(element(numbers, j), byColumn[j], name, part));
      break;
    }
    default:
      throw new MlpError('bug', `no format of export predicts ${target.kind}`);
  }
  return { part, columns };
}

/** Probabilities of classes: of one output those of two. */
function probabilities(y: Span, classes: number, part: PartBuilder): Span {
  if (y.length === classes) return y;
  const p = part.claim('p', 2);
  part.set(p, 0, operation('-', 1, element(y, 0)));
  part.set(p, 1, element(y, 0));
  return p;
}

/** The standard deviation of a target, by the variances behind the means, in its unit. */
const deviation = (y: Span, j: number, scale: readonly number[]): Expression =>
  call('sqrt', operation('*', operation('*', element(y, scale.length + j), scale[j]), scale[j]));

/** Predictions by outputs, as the loss has them. */
function predicted(loss: Variant | undefined, y: Span, part: PartBuilder): Span {
  const known: Readonly<Record<string, Loss>> = losses;
  if (!loss || !known[loss.type].prediction) return y;
  const prediction = part.claim('prediction', y.length);
  const options = loss as unknown as Readonly<Record<string, unknown>>;
  const [name, ...values] = formulaLoop(`loss.${loss.type}.prediction`, options, { y, prediction }, y.length);
  part.do(name, ...values);
  return prediction;
}

/** The value of a column of x, as scaleFunction has it. */
function unscaled(
  x: Expression,
  { center, scale, curve }: Scaling,
  name: string,
  part: PartBuilder,
): Expression {
  if (scale === 0) return center;
  const given = (z: Expression) => operation('+', operation('*', z, scale), center);
  switch (curve?.type) {
    case undefined:
      return given(x);
    case 'smooth_clip': {
      const [low, high] = curve.range;
      return given(call('within', call('unclip', x), low, high));
    }
    case 'normal_scores': {
      const from = part.constants.add(`${name}_scores`, curve.scores);
      const to = part.constants.add(`${name}_values`, curve.values);
      return given(call('through', from, to, x));
    }
  }
}
