import type { Target } from '../data/preprocessing/index.js';
import type { AnyLayer } from './layers.js';
import { type GeneratorConfig, isGenerator, type ObjectiveConfig, objectiveSchema } from './objective.js';
import type { Path } from './path.js';
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
    refuse(['training', 'objective'], `${objective.type} is for no generator; take vae or gan`, beside);
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

/** Layers of a config that are not in its `layers`: those of a decoder, or of a discriminator. */
export const innerLayers = ({ objective }: { readonly objective?: ObjectiveConfig }): readonly AnyLayer[] => {
  if (!objective || !isGenerator(objective)) return [];
  return (objective.type === 'vae' ? objective.decoder : objective.discriminator) ?? [];
};

/** Place of those layers in a config. */
export const innerPath = (objective: ObjectiveConfig | undefined): Path => [
  'training',
  'objective',
  objective?.type === 'gan' ? 'discriminator' : 'decoder',
];

/**
 * Completes the objective of a generator: a variational autoencoder where none is named, whose decoder has the dense
 * layers of the encoder, last to first, where it is left out; as the discriminator of a GAN has those of its generator.
 */
export function resolveObjective(
  objective: ObjectiveConfig | undefined,
  layers: readonly AnyLayer[],
): GeneratorConfig {
  const given =
    objective && isGenerator(objective) ? objective : (objectiveSchema.parse('vae') as GeneratorConfig);
  const mirrored = () =>
    layers
      .filter(({ units }) => units !== undefined)
      .toReversed()
      .map((layer) => ({ ...layer, initial: undefined }));
  return given.type === 'vae'
    ? { ...given, decoder: given.decoder ?? mirrored() }
    : { ...given, discriminator: given.discriminator ?? mirrored() };
}

/** Whether a target is the columns of a generator. */
export const isGenerated = ({ kind }: Target): boolean => kind === 'generation';
