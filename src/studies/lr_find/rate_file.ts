import type { RateStep } from './rate_range.js';
import type { Suggestion } from './suggestion.js';

/** Name of the file that holds a range test of learning rates. */
export const rateFile = 'lr-find.json';

/** Content of lr-find.json. */
export interface RateFile {
  readonly format: 'mlp-lr-find';
  readonly format_version: 1;
  readonly name: string;
  readonly optimizer: string;
  /** Rate of the config. */
  readonly learning_rate: number;
  readonly seed: number;
  /** Absent where the loss does not fall. */
  readonly suggestion?: Suggestion;
  readonly steps: readonly RateStep[];
  readonly versions: { readonly mlp: string; readonly node: string };
  readonly sha256: Readonly<Record<string, string>>;
}
