import { constant } from './constant.js';
import { fanInUniform } from './fan_in_uniform.js';
import { glorotNormal } from './glorot_normal.js';
import { glorotUniform } from './glorot_uniform.js';
import { heNormal } from './he_normal.js';
import { heUniform } from './he_uniform.js';
import type { Initializer } from './initializer.js';
import { lecunNormal } from './lecun_normal.js';
import { normal } from './normal.js';
import { orthogonal } from './orthogonal.js';
import { uniform } from './uniform.js';
import { zeros } from './zeros.js';

export const initializers = {
  zeros,
  constant,
  uniform,
  normal,
  glorot_uniform: glorotUniform,
  glorot_normal: glorotNormal,
  he_uniform: heUniform,
  he_normal: heNormal,
  lecun_normal: lecunNormal,
  fan_in_uniform: fanInUniform,
  orthogonal,
} satisfies Record<string, Initializer>;

/** Initializers that biases may have. */
export const biasInitializers = {
  zeros,
  constant,
  uniform,
  normal,
  fan_in_uniform: fanInUniform,
} satisfies Partial<typeof initializers>;

export type BiasInitializerName = keyof typeof biasInitializers;
export type InitializerName = keyof typeof initializers;
export type { Initializer } from './initializer.js';
