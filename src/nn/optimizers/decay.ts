import * as z from '../../zod.js';

const decayOn = z.enum(['all', 'weights']);

/**
 * Option that every optimizer with a `weight_decay` has beside it. One without takes it, too, so that the optimizer of
 * a config can be changed by its name alone.
 */
export const decayOptions = (hasDecay: boolean) => ({
  decay_on: hasDecay
    ? decayOn
        .default('all')
        .describe(
          'what weight_decay acts on: all parameters, or weights but no biases, norms, scales, embeddings',
        )
    : decayOn.optional().describe('of no effect, as there is no weight_decay'),
});

/** Options of an optimizer, as far as weight decay goes by them. */
export interface Decay {
  readonly weight_decay?: number;
  readonly decay_on?: 'all' | 'weights';
}

/** Part of the flat vector of parameters, from one index up to another, that is updated by the same options. */
export interface Stretch<Options> {
  readonly from: number;
  readonly to: number;
  readonly options: Options;
}

/**
 * Divides parameters, in the order of the flat vector, where weight decay begins or ends: what does not decay is
 * updated by the same rule with a `weight_decay` of 0.
 */
export function decayStretches<Options extends Decay>(
  parameters: readonly { readonly size: number; readonly isWeight: boolean }[],
  options: Options,
): Stretch<Options>[] {
  const size = parameters.reduce((sum, parameter) => sum + parameter.size, 0);
  if (options.decay_on !== 'weights' || !options.weight_decay) return [{ from: 0, to: size, options }];
  const without = { ...options, weight_decay: 0 };
  const stretches: Stretch<Options>[] = [];
  let from = 0;
  parameters.forEach((parameter, i) => {
    const to = from + parameter.size;
    const ends = parameters[i + 1]?.isWeight !== parameter.isWeight;
    if (ends)
      stretches.push({
        from: stretches.at(-1)?.to ?? 0,
        to,
        options: parameter.isWeight ? options : without,
      });
    from = to;
  });
  return stretches;
}
