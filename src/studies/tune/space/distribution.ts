import * as z from '../../../zod.js';

/** An interval that is searched: of numbers, or of whole numbers; evenly, or evenly in the logarithm. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly whole: boolean;
  /** Number of values that a grid takes of it. */
  readonly points: number;
}

/** Values of a parameter that are tried: an interval, or a list. */
export type Domain = Interval | { readonly choices: readonly unknown[] };

/** A kind of domain, as a space file writes it. Its name is its key in the registry, and the key in the file. */
export interface Distribution {
  readonly options: z.ZodObject;
  domain(options: never): Domain;
}

/** Number of values that a grid takes of an interval where the file does not say. */
export const defaultPoints = 5;

export const points = z
  .int()
  .min(2)
  .max(1000)
  .default(defaultPoints)
  .describe('values that a grid takes of it, evenly on its scale, both ends included');

/** Schema of [low, high]; `above` is what low has to exceed. */
export const bounds = (number: z.ZodNumber, isLog = false) =>
  z.tuple([number, number]).superRefine(([low, high], { addIssue }) => {
    const refuse = (message: string) => addIssue({ code: 'custom', message });
    if (low === high)
      refuse(`both bounds are ${low}, which leaves nothing to choose; put it into the config`);
    else if (low > high) refuse(`bounds are reversed; expected [low, high], such as [${high}, ${low}]`);
    else if (isLog && low <= 0)
      refuse(`a logarithmic scale has only numbers above 0, and starts at ${low} here; take a small one`);
  });
