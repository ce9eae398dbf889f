import { activation } from './activation.js';
import { batchNorm } from './batch_norm.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { layerNorm } from './layer_norm.js';
import type { LayerType } from './layer_type.js';
import { noise } from './noise.js';
import { residual } from './residual.js';
import { scale } from './scale.js';

export const layerTypes = {
  dense,
  activation,
  dropout,
  batch_norm: batchNorm,
  layer_norm: layerNorm,
  residual,
  noise,
  scale,
} satisfies Record<string, LayerType>;

export type LayerName = keyof typeof layerTypes;
export type { Pass } from '../graph/operation.js';
export type { LayerConfig, LayerType } from './layer_type.js';
