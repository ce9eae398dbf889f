import { minmax } from './minmax.js';
import { none } from './none.js';
import { robust } from './robust.js';
import type { Scaler } from './scaler.js';
import { standard } from './standard.js';

export const scalers = { standard, minmax, robust, none } satisfies Record<string, Scaler>;

export type ScalerName = keyof typeof scalers;
export type { Scaler, Scaling } from './scaler.js';
