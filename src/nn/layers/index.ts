import { activation } from './activation.js';
import { batchNorm } from './batch_norm.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import type { LayerType } from './layer.js';
import { layerNorm } from './layer_norm.js';
import { noise } from './noise.js';
import { residual } from './residual.js';

export const layerTypes = {
  dense,
  activation,
  dropout,
  batch_norm: batchNorm,
  layer_norm: layerNorm,
  residual,
  noise,
} satisfies Record<string, LayerType>;

export type LayerName = keyof typeof layerTypes;
export type { Layer, LayerConfig, LayerType, Pass } from './layer.js';
