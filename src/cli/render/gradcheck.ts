import { counted, formatCount } from '../../format_count.js';
import type { ElementCheck, TensorCheck } from '../../nn/gradcheck/gradcheck.js';
import type { GradientCheck } from '../../training/checking/check_gradients.js';
import type { Context } from '../context.js';
import { formatNumber } from './number.js';
import { table } from './table.js';
import { wrap } from './wrap.js';

/** Table of a tensor per row, then the worst element in full, and what each gradient cost. */
export function gradcheckText(
  { tensors, rows, parameters, undecidable, forwardPasses, seconds }: GradientCheck,
  context: Context,
): string {
  const { style, stdout } = context;
  const options = { style: style.out, width: stdout.columns };
  const verdict = ({ mismatches, undecidable: hidden, checked, kinks }: TensorCheck) => {
    if (mismatches > 0) return style.out.red(`${formatCount(mismatches)} differ`);
    return hidden > 0 && hidden + kinks.length === checked
      ? style.out.yellow('undecidable')
      : style.out.green('ok');
  };
  const perTensor = tensors.map((tensor) => [
    tensor.name,
    tensor.shape.join(' × '),
    tensor.checked,
    tensor.kinks.length,
    ...(undecidable > 0 ? [tensor.undecidable] : []),
    tensor.worst ? tensor.worst.error.toExponential(1) : '-',
    verdict(tensor),
  ]);
  const counts = ['elements', 'kinks', ...(undecidable > 0 ? ['undecidable'] : [])];
  const text = [table(['tensor', 'shape', ...counts, 'error / tolerance', 'result'], perTensor, options)];

  const worst = tensors.flatMap((tensor) => (tensor.worst ? [{ tensor, element: tensor.worst }] : []));
  worst.sort((a, b) => b.element.error - a.element.error);
  if (worst.length > 0) text.push(`worst: ${elementText(worst[0].tensor, worst[0].element)}\n`);
  for (const tensor of tensors)
    for (const element of tensor.kinks.slice(0, shownKinks))
      text.push(`kink:  ${elementText(tensor, element)}\n`);

  const ratio = seconds.numeric / seconds.backpropagation;
  text.push(
    `${counted(rows, 'row')}, ${counted(parameters, 'parameter')}: ` +
      `backpropagation took 1 forward and 1 backward pass, ${formatNumber(seconds.backpropagation)} s; ` +
      `the numeric gradient ${formatCount(forwardPasses)} forward passes, ${formatNumber(seconds.numeric)} s: ` +
      `${formatCount(Math.round(ratio))} times as long\n`,
  );
  return text.map((part, i) => (i === 0 ? part : wrap(part, stdout.columns, 7))).join('');
}

/** Most kinks that are shown of each tensor; JSON has them all. */
const shownKinks = 3;

/** Line on one element: `layers.0.weight[2, 1]: backpropagation 0.123, numeric 0.124, error / tolerance 3.4`. */
function elementText(
  { name, shape }: TensorCheck,
  { index, analytic, numeric, error }: ElementCheck,
): string {
  let rest = index;
  const at = shape.toReversed().map((length) => {
    const place = rest % length;
    rest = Math.floor(rest / length);
    return place;
  });
  const place = `${name}[${at.toReversed().join(', ')}]`;
  const size = `error / tolerance ${error.toExponential(1)}`;
  return `${place}: backpropagation ${analytic}, numeric ${numeric}, ${size}`;
}

/**
 * Sentence on the elements that rounding leaves undecided, and the step that decides more; null where there are none.
 */
export function undecidedText(
  { tensors, undecidable, loss, rounding }: GradientCheck,
  epsilon: number,
): string | null {
  if (undecidable === 0) return null;
  const elements = tensors.reduce((sum, { checked }) => sum + checked, 0);
  return (
    `${formatCount(undecidable)} of ${counted(elements, 'element')} could not be decided: the loss is ` +
    `${formatNumber(loss)}, and its rounding alone moves a numeric derivative by up to ${formatNumber(rounding)}, ` +
    `which hides an error of 1 % in theirs; --eps ${1000 * epsilon} or smaller targets ` +
    '(data.target_scale: standard) decide more'
  );
}
