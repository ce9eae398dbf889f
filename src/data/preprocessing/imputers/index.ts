import { constant } from './constant.js';
import { drop } from './drop.js';
import { error } from './error.js';
import type { Imputer } from './imputer.js';
import { mean } from './mean.js';
import { median } from './median.js';
import { mostFrequent } from './most_frequent.js';

export const imputers = {
  error,
  drop,
  mean,
  median,
  most_frequent: mostFrequent,
  constant,
} satisfies Record<string, Imputer>;

export type ImputerName = keyof typeof imputers;
export type { Imputer, MissingCategory, MissingNumber } from './imputer.js';
export { missingCategorySchema, missingNumberSchema } from './imputer.js';
