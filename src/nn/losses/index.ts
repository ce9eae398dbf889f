import type { Loss } from './loss.js';
import { mse } from './mse.js';

export const losses = { mse } satisfies Record<string, Loss>;

export type LossName = keyof typeof losses;
export type { FusedLoss, Loss, TargetKind } from './loss.js';
