import type { Activation } from './activation.js';
import { elu } from './elu.js';
import { gelu } from './gelu.js';
import { identity } from './identity.js';
import { leakyRelu } from './leaky_relu.js';
import { mish } from './mish.js';
import { relu } from './relu.js';
import { selu } from './selu.js';
import { sigmoid } from './sigmoid.js';
import { softmax } from './softmax.js';
import { softplus } from './softplus.js';
import { softsign } from './softsign.js';
import { squareplus } from './squareplus.js';
import { swish } from './swish.js';
import { tanh } from './tanh.js';

export const activations = {
  identity,
  sigmoid,
  tanh,
  relu,
  leaky_relu: leakyRelu,
  elu,
  swish,
  gelu,
  softplus,
  softsign,
  squareplus,
  selu,
  mish,
  softmax,
} satisfies Record<string, Activation>;

export type ActivationName = keyof typeof activations;
export type { Activation, ElementwiseActivation } from './activation.js';
