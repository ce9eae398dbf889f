import { minmax } from './minmax.js';
import { none } from './none.js';
import { quantile } from './quantile.js';
import { robust } from './robust.js';
import { robustSmooth } from './robust_smooth.js';
import type { Scaler } from './scaler.js';
import { standard } from './standard.js';

export const scalers = {
  standard,
  minmax,
  robust,
  robust_smooth: robustSmooth,
  quantile,
  none,
} satisfies Record<string, Scaler>;

export type ScalerName = keyof typeof scalers;
export type { Scaler, Scaling } from './scaler.js';
