import { MlpError } from '../../errors.js';
import type { Random } from '../../random.js';
import type { Pass } from '../graph/operation.js';
import type { Network } from '../network.js';
import { checkElement, type ElementCheck, type GradcheckOptions } from './element.js';
import { differenceRounding, lossRounding } from './rounding.js';
import { secondsPerCall } from './seconds_per_call.js';

export type { ElementCheck, GradcheckOptions } from './element.js';

/** Comparison of both gradients with respect to one tensor, or to the inputs. */
export interface TensorCheck {
  readonly name: string;
  readonly shape: readonly number[];
  readonly checked: number;
  readonly mismatches: number;
  /** Elements that might pass with an error of 1 %, as the rounding of the loss drowns them. */
  readonly undecidable: number;
  /** Elements at a kink, where no derivative exists for the numeric gradient to find. */
  readonly kinks: readonly ElementCheck[];
  /** The element with the largest error, kinks left out. */
  readonly worst: ElementCheck | null;
}

/** Comparison of backpropagation with numeric gradients, tensor by tensor, and what each cost. */
export interface GradcheckResult {
  readonly passed: boolean;
  readonly tensors: readonly TensorCheck[];
  /** Elements that rounding leaves undecided, of all tensors. */
  readonly undecidable: number;
  /** The loss at the center, and how far its rounding may move a numeric derivative: a part of the tolerance. */
  readonly loss: number;
  readonly rounding: number;
  /** Forward passes that the numeric gradient took; backpropagation takes one, and one backward. */
  readonly forwardPasses: number;
  /** Seconds that each took, where somebody holds a clock; backpropagation's is the mean of many passes. */
  readonly seconds: { readonly backpropagation: number; readonly numeric: number };
}

/** Loss that is not the network's own: `gradient` fills network.g, penalties included, and `loss` with Σ s ℓ. */
export interface TrainedLoss {
  readonly loss: Float64Array;
  gradient(rows: number, pass: Pass): void;
}

/**
 * Compares backpropagation with numeric gradients, for every trainable parameter and for the inputs, on the first
 * `rows` rows of the network's x and t with row weights `scale`. The network has to be built with `inputGradient`.
 *
 * Both go the way of training, through recorded programs, and see the same function: training mode, masks and noise
 * drawn once and kept, penalties included. The loss is that of the network's output, or `trained`, for the rows that
 * it has in hand.
 *
 * @throws MlpError `data` where the loss is not finite.
 */
export function gradcheck(
  network: Network,
  scale: Float64Array,
  rows: number,
  random: Random,
  options: GradcheckOptions,
  now?: () => number,
  trained?: TrainedLoss,
): GradcheckResult {
  const draw = { training: true, frozen: false, random };
  const keep = { training: true, frozen: true, random };
  let forwardPasses = 0;
  const { kernels } = network.layout;
  const losses = kernels.record(() => {
    if (trained) {
      trained.gradient(rows, keep);
      return;
    }
    network.forward(rows, keep);
    network.trainingLosses(rows);
  });
  const total = (summand: (value: number) => number) => {
    losses.run();
    if (trained) return summand(trained.loss[0] / rows) + network.penalty();
    const { rowLosses } = network;
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += summand(scale[i] * rowLosses[i]);
    return sum + network.penalty();
  };
  const loss = () => {
    forwardPasses++;
    return total((value) => value);
  };

  kernels.record(() => (trained ? trained.gradient(rows, draw) : network.forward(rows, draw))).run();
  const gradient = kernels.record(() => {
    if (trained) {
      trained.gradient(rows, keep);
      return;
    }
    network.forward(rows, keep);
    network.backward(scale, rows, keep);
    network.addPenaltyGradients();
  });
  const backpropagate = () => gradient.run();
  backpropagate();
  const backpropagation = now ? secondsPerCall(backpropagate, now) : 0;

  const inputs = {
    name: 'x',
    shape: [rows, network.inputs],
    view: network.x.subarray(0, rows * network.inputs),
  };
  const subjects = [
    ...network.parameters
      .filter(({ trainable }) => trainable)
      .map((p) => ({ ...p, gradient: p.gradient.view.slice() })),
    { ...inputs, gradient: network.dx!.slice(0, inputs.view.length) },
  ];
  const { method, epsilon } = options;
  const views = subjects.map(({ view }) => view);
  const noise = lossRounding(() => total((value) => value), total(Math.abs), views, epsilon, random);
  const rounding = differenceRounding(noise);
  const started = now?.() ?? 0;
  const atCenter = loss();
  if (!Number.isFinite(atCenter))
    throw new MlpError(
      'data',
      `the loss is ${atCenter}: it has no gradient to check; scale inputs and targets`,
    );
  const tensors = subjects.map(({ name, shape, view, gradient }) => {
    const elements = Array.from(view, (_, index) =>
      checkElement(view, index, gradient[index], loss, atCenter, rounding, options),
    );
    const smooth = elements.filter((element) => !element.kink);
    return {
      name,
      shape,
      checked: elements.length,
      mismatches: smooth.filter(({ error }) => error > 1).length,
      undecidable: smooth.filter(({ undecidable }) => undecidable).length,
      kinks: elements.filter(({ kink }) => kink),
      worst: smooth.reduce<ElementCheck | null>((a, b) => (a && a.error >= b.error ? a : b), null),
    };
  });
  const seconds = { backpropagation, numeric: now ? now() - started : 0 };
  return {
    passed: tensors.every(({ mismatches }) => mismatches === 0),
    tensors,
    undecidable: tensors.reduce((sum, { undecidable }) => sum + undecidable, 0),
    loss: atCenter,
    rounding: rounding / (method === 'central' ? 2 * epsilon : epsilon),
    ...{ forwardPasses, seconds },
  };
}
