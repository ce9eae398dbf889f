import { circle } from './circle.js';
import { function_ } from './function.js';
import { gauss } from './gauss.js';
import type { Generator } from './generator.js';
import { ordered } from './ordered.js';
import { regGauss } from './reg_gauss.js';
import { regPlane } from './reg_plane.js';
import { ring } from './ring.js';
import { spiral } from './spiral.js';
import { xor } from './xor.js';
import { xorClusters } from './xor_clusters.js';

export const generators = {
  xor,
  xor_clusters: xorClusters,
  circle,
  gauss,
  spiral,
  ring,
  ordered,
  reg_plane: regPlane,
  reg_gauss: regGauss,
  function: function_,
} satisfies Record<string, Generator>;

export type GeneratorName = keyof typeof generators;
export type { Generator, NumberColumns } from './generator.js';
