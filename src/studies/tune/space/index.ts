import { choice } from './choice.js';
import type { Distribution } from './distribution.js';
import { int } from './int.js';
import { logUniform } from './log_uniform.js';
import { uniform } from './uniform.js';

/** Distributions by the name that a space file has for them. */
export const distributions = {
  uniform,
  log_uniform: logUniform,
  int,
  choice,
} satisfies Record<string, Distribution>;

export type { Domain, Interval } from './distribution.js';
