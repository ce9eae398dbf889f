import { type ConfigOptions, parseConfig } from '../../src/config/index.js';
import { MlpError } from '../../src/errors.js';

/** The least that a config has to say. */
export const data = { train: 'a.csv', target: 'y' };

/** The text of a config with `rest` on its second line. */
export const withData = (rest: string) => `{ "data": { "train": "a.csv", "target": "y" },\n${rest} }`;

/** The error that an action ends in, which has to be one that a user can act on. */
export function failure(act: () => unknown): MlpError {
  try {
    act();
  } catch (error) {
    if (error instanceof MlpError) return error;
    throw error;
  }
  throw new Error('expected an error');
}

export const refusal = (input: string | object, options?: ConfigOptions) =>
  failure(() => parseConfig(input, 'c.json', options));
