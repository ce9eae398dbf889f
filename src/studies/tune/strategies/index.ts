import { grid } from './grid.js';
import { random } from './random.js';
import type { Strategy } from './strategy.js';
import { tpe } from './tpe.js';

/** Strategies by name, the default first. */
export const strategies = { tpe, random, grid } satisfies Record<string, Strategy>;

export type StrategyName = keyof typeof strategies;
export const strategyNames = Object.keys(strategies) as StrategyName[];
