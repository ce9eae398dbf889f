import type { GenerationTarget, Target } from '../data/preprocessing/index.js';
import type { Sought } from '../data/read_rows.js';
import { fieldsOf } from '../data/targets/generation/fields.js';
import { formatCount } from '../format_count.js';
import type { ActivationName } from '../nn/activations/index.js';
import { type HeadConfig, identityHead } from '../nn/head.js';
import type { LayerConfig } from '../nn/layers/index.js';
import { outputsOf as generatedOutputs } from '../nn/likelihood/index.js';
import { losses, type TargetKind } from '../nn/losses/index.js';
import type { TableFacts } from './choice/facts.js';
import { chooseLayers, layersText } from './choice/layers.js';
import { isGenerated, resolveObjective } from './generation.js';
import { activationSchema, lossSchema } from './head.js';
import { type Layers, layerSchema } from './layers.js';
import { isAdversarial } from './objective.js';
import type { Config } from './schema.js';
import {
  checkActivation,
  checkBatchStatistics,
  checkCalibrate,
  checkClassWeight,
  checkLoss,
  checkMetric,
} from './target_checks.js';
import { holdsNumbers, isRowwise, lossAfter, usualPair } from './usual_head.js';

/** A config that needs nothing more from the data: the form in which it is saved. */
export type ResolvedConfig<C extends Config = Config> = C & {
  readonly layers: readonly LayerConfig[];
  readonly head: HeadConfig;
  readonly task: NonNullable<Config['task']>;
};

/** Facts about the data that complete a config. */
export interface DataFacts {
  readonly task: NonNullable<Config['task']>;
  readonly target: Target;
  /** Number of columns of x. */
  readonly inputs: number;
  /** Number of rows of the training split. */
  readonly rows: number;
  readonly hasValidation: boolean;
}

/**
 * Completes a config by facts about the data. Returns the number of the network's outputs with it.
 *
 * @throws MlpError `config` where config and data do not go together.
 */
export function resolveConfig<C extends Config>(
  config: C,
  { task, target, inputs, rows, hasValidation }: DataFacts,
): { config: ResolvedConfig<C>; outputs: number; notes: readonly string[] } {
  const { head, outputs } = resolveHead(config.head, target, inputs);
  const { layers, notes } = resolveLayers(config.layers, {
    // whose layers are none
    task: task === 'embedding' ? 'classification' : task,
    ...{ rows, columns: inputs },
  });
  checkMetric(config, target, head.loss, hasValidation);
  checkClassWeight(config, target);
  checkCalibrate(config, target, hasValidation);
  checkBatchStatistics(layers, rows);
  const training = {
    ...config.training,
    restore_best:
      config.training.restore_best ?? (hasValidation && !isAdversarial(config.training.objective)),
    ...(isGenerated(target) && { objective: resolveObjective(config.training.objective, layers) }),
  };
  const kept = isAdversarial(config.training.objective) ? [lastKept] : [];
  return { config: { ...config, task, layers, head, training }, outputs, notes: [...notes, ...kept] };
}

const lastKept =
  'training.objective: the weights of the last epoch are kept, as no number of a GAN says which are best; the loss ' +
  "is the discriminator's, of a real and a sampled row; mlp eval compares rows";

/** The layers of a config; where they are "auto", those chosen for the table, with a note on which and why. */
function resolveLayers(
  layers: Layers,
  facts: Pick<TableFacts, 'task' | 'rows' | 'columns'>,
): { readonly layers: readonly LayerConfig[]; readonly notes: readonly string[] } {
  if (layers !== 'auto') return { layers, notes: [] };
  const chosen = chooseLayers(facts);
  const note =
    `layers: ${layersText(chosen)}, chosen for ${formatCount(facts.rows)} training rows of ` +
    `${formatCount(facts.columns)} inputs; mlp check prints them as a config has them`;
  return { layers: chosen.map((layer) => layerSchema.parse(layer)), notes: [note] };
}

/** Kind of targets that the head is for, where activation or loss imply one: it tells classes from numbers. */
export function targetsOf({ activation, loss }: Config['head']): TargetKind | undefined {
  if (activation && isRowwise(activation.type)) return 'distribution';
  if (loss) return losses[loss.type].targets;
  return activation && losses[lossAfter(activation.type)].targets;
}

/** Purpose of the network of a config, as far as the config says it. */
export const soughtBy = ({ task, head, training }: Config): Sought => ({
  ...{ task, targets: targetsOf(head) },
  ...(isAdversarial(training.objective) && { gives: 'values' }),
});

/**
 * Completes the head, and counts its outputs. The default is sigmoid + binary_cross_entropy for two classes and for
 * labels, softmax + cross_entropy for more classes and for distributions, identity + mse for numbers; where only one of
 * activation and loss is given, the other follows from it.
 */
export function resolveHead(
  head: Config['head'],
  target: Target,
  inputs: number,
): { head: HeadConfig; outputs: number } {
  if (target.kind === 'generation')
    return {
      head: identityHead(head as HeadConfig),
      outputs: generatedOutputs(fieldsOf(target)).columns,
    };
  const [usualActivation, usualLoss] = usualPair(target);
  const activation =
    head.activation ??
    activationSchema.parse(head.loss ? losses[head.loss.type].activation : usualActivation);
  const loss =
    head.loss ??
    lossSchema.parse(!head.activation || holdsNumbers(target) ? usualLoss : lossAfter(head.activation.type));
  checkLoss(activation.type, loss, target);
  checkActivation(activation.type, target);
  return { head: { ...head, activation, loss }, outputs: outputsOf(activation.type, target, inputs) };
}

function outputsOf(
  activation: ActivationName,
  target: Exclude<Target, GenerationTarget>,
  inputs: number,
): number {
  if (target.kind === 'reconstruction') return inputs;
  if (target.kind !== 'classes') return target.names.length;
  return isRowwise(activation) ? target.classes.length : 1;
}
