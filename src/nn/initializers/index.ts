import { glorotUniform } from './glorot_uniform.js';
import { heUniform } from './he_uniform.js';
import type { Initializer } from './initializer.js';

export const initializers = { glorot_uniform: glorotUniform, he_uniform: heUniform } satisfies Record<
  string,
  Initializer
>;

export type InitializerName = keyof typeof initializers;
export type { Initializer } from './initializer.js';
