import type { Activation } from './activation.js';
import { elu } from './elu.js';
import { identity } from './identity.js';

export const activations = { identity, elu } satisfies Record<string, Activation>;

export type ActivationName = keyof typeof activations;
export type { Activation } from './activation.js';
