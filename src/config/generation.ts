import type { Target } from '../data/preprocessing/index.js';
import type { AnyLayer } from './layers.js';
import { isGenerator, type ObjectiveConfig, objectiveSchema, type VaeConfig } from './objective.js';
import type { Refuse } from './refuse.js';

interface Checked {
  readonly task?: string;
  readonly head: { readonly activation?: { readonly type: string }; readonly loss?: unknown };
  readonly ensemble?: unknown;
  readonly data: { readonly target?: unknown };
  readonly training: {
    readonly objective?: ObjectiveConfig;
    readonly restarts: number | { readonly keep: string };
  };
}

/** Checks what goes with a generator and what does not. */
export function checkGeneration({ task, head, ensemble, data, training }: Checked, refuse: Refuse): void {
  const { objective, restarts } = training;
  const beside = ['task'];
  if (task !== 'generation') {
    if (!objective || !isGenerator(objective)) return;
    const text = `${objective.type} is for generators, with "task": "generation"`;
    refuse(['training', 'objective'], `${text}; set the task, or leave it out`, beside);
    return;
  }
  if (objective && !isGenerator(objective))
    refuse(['training', 'objective'], `${objective.type} is for no generator; take vae`, beside);
  if (data.target !== undefined)
    refuse(
      ['data', 'target'],
      'a generator predicts nothing, and gives every column: leave the target out, and it is given with the others ' +
        '(or with data.ignore it is not)',
      beside,
    );
  const follows = 'follows from the columns of a generator; leave it out';
  if (head.loss !== undefined) refuse(['head', 'loss'], follows, beside);
  if (head.activation !== undefined && head.activation.type !== 'identity')
    refuse(['head', 'activation'], follows, beside);
  if (ensemble !== undefined)
    refuse(['ensemble'], 'averages predictions, and a generator makes none; leave it out', beside);
  if (typeof restarts === 'object' && restarts.keep === 'all')
    refuse(['training', 'restarts', 'keep'], 'generators are not averaged; set it to "best"', beside);
}

/** Layers of a config that are not in its `layers`, and where they stand. */
export const decoderOf = ({ objective }: { readonly objective?: ObjectiveConfig }): readonly AnyLayer[] =>
  objective && isGenerator(objective) ? (objective.decoder ?? []) : [];

export const decoderPath = ['training', 'objective', 'decoder'] as const;

/**
 * Completes the objective of a generator: a variational autoencoder where none is named, whose decoder has the dense
 * layers of the encoder, last to first, where it is left out.
 */
export function resolveObjective(
  objective: ObjectiveConfig | undefined,
  layers: readonly AnyLayer[],
): VaeConfig {
  const given = objective && isGenerator(objective) ? objective : (objectiveSchema.parse('vae') as VaeConfig);
  const mirrored = () =>
    layers
      .filter(({ units }) => units !== undefined)
      .toReversed()
      .map((layer) => ({ ...layer, initial: undefined }));
  return { ...given, decoder: given.decoder ?? mirrored() };
}

/** Whether a target is the columns of a generator. */
export const isGenerated = ({ kind }: Target): boolean => kind === 'generation';
