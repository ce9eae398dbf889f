import { constant } from './constant.js';
import { cosine } from './cosine.js';
import { cosineRestarts } from './cosine_restarts.js';
import { coslog4 } from './coslog4.js';
import { exponential } from './exponential.js';
import { flatCosine } from './flat_cosine.js';
import { linearWarmup } from './linear_warmup.js';
import { multistep } from './multistep.js';
import { oneCycle } from './one_cycle.js';
import { plateau } from './plateau.js';
import { polynomial } from './polynomial.js';
import type { Schedule } from './schedule.js';
import { step } from './step.js';

export const schedules = {
  constant,
  step,
  multistep,
  exponential,
  cosine,
  cosine_restarts: cosineRestarts,
  linear_warmup: linearWarmup,
  polynomial,
  one_cycle: oneCycle,
  coslog4,
  flat_cosine: flatCosine,
  plateau,
} satisfies Record<string, Schedule>;

export type ScheduleName = keyof typeof schedules;
export { LearningRate } from './learning_rate.js';
export type { Schedule } from './schedule.js';
export { warmupOptions } from './warmup.js';
