import { formatCount } from '../format_count.js';
import { type ActivationName, activations } from '../nn/activations/index.js';
import { fits } from '../nn/fits.js';
import type { LossName } from '../nn/losses/index.js';
import { type OptimizerName, optimizers } from '../nn/optimizers/index.js';
import { type Schedule, type ScheduleName, schedules } from '../nn/schedules/index.js';
import type { Variant } from '../nn/variants.js';
import type * as z from '../zod.js';
import { checkAdversarial } from './adversarial.js';
import { checkGeneration, innerLayers, innerPath } from './generation.js';
import {
  type AnyLayer,
  firstWithBatchStatistics,
  givenLayers,
  type Layers,
  placedLayers,
  traitsOfLayer,
} from './layers.js';
import { isGenerator, type ObjectiveConfig } from './objective.js';
import { formatPath, type Path } from './path.js';
import type { Refuse } from './refuse.js';

const maxLayers = 1000;
const maxNesting = 16;
const maxUnits = 2 ** 24;
const maxWeights = 2 ** 30;

/** Text of the memory of weights and their gradients, 8 bytes each. */
const bytes = (weights: number) => `${formatCount(2 * 8 * weights)} bytes`;

interface Checked {
  readonly task?: string;
  readonly layers: Layers;
  readonly head: {
    readonly bias?: boolean;
    readonly activation?: Variant<ActivationName>;
    readonly loss?: Variant<LossName>;
  };
  readonly optimizer: Variant<OptimizerName> & {
    readonly decay_on?: string;
    readonly weight_decay?: number;
    readonly schedule: Variant<ScheduleName> & { readonly warmup_epochs?: number };
  };
  readonly training: {
    readonly batch_size: number | 'full';
    readonly gradient_clip?: object;
    readonly restarts: number | { readonly count: number; readonly keep: string };
    readonly objective?: ObjectiveConfig;
    readonly early_stopping?: object;
    readonly restore_best?: boolean;
  };
  readonly ensemble?: { readonly type: string };
  readonly data: {
    readonly target?: unknown;
    readonly split: {
      readonly type: string;
      readonly validation?: number;
      readonly test?: number;
      readonly calibration?: number;
    };
    readonly validation?: unknown;
  };
}

/** Checks what no single key can: sizes beyond any machine's memory, and settings that do not go together. */
export function checkConfig(config: Checked, context: z.RefinementCtx): void {
  const refuse = (path: Path, message: string, beside?: Path) =>
    context.addIssue({ code: 'custom', path: [...path], message, params: { beside } });
  checkSizes(givenLayers(config.layers), ['layers'], refuse);
  checkSizes(innerLayers(config.training), innerPath(config.training.objective), refuse);
  checkEmbedding(config, refuse);
  checkHead(config.head, refuse);
  checkFullBatch(config, refuse);
  checkBatchStatistics(config, refuse);
  checkWarmup(config, refuse);
  checkParts(config, refuse);
  checkGeneration(config, refuse);
  checkAdversarial(config, refuse);
}

/** Refuses an objective that is for another task, and with skip-gram what it has no place for. */
function checkEmbedding(
  { task, layers, head, optimizer, training, ensemble }: Checked,
  refuse: Refuse,
): void {
  const isSkipGram = training.objective?.type === 'skip_gram';
  if (task !== 'embedding') {
    if (isSkipGram)
      refuse(
        ['training', 'objective'],
        'skip_gram is for "task": "embedding", a table of pairs; leave it out',
      );
    return;
  }
  const beside = ['task'];
  if (layers.length > 0)
    refuse(
      ['layers'],
      'between the vectors of words and those of contexts there are none; leave them out',
      beside,
    );
  if (ensemble)
    refuse(['ensemble'], 'vectors of several networks have no axes in common; leave it out', beside);
  const { activation, loss, bias } = head;
  if (activation?.type !== 'softmax' || loss?.type !== 'cross_entropy' || bias === false)
    refuse(
      ['head'],
      'predicts the context by softmax, and its bias is how often each occurs: leave the head out',
      beside,
    );
  if ('iterate' in optimizers[optimizer.type])
    refuse(
      ['optimizer', 'type'],
      `${optimizer.type} needs the same loss at every step, but contexts are drawn at random; use adam`,
      beside,
    );
  if ((optimizer.weight_decay ?? 0) > 0 && optimizer.decay_on !== 'weights')
    refuse(
      ['optimizer', 'weight_decay'],
      'would take from the bias, which is how often contexts occur; set optimizer.decay_on to "weights"',
      beside,
    );
}

/** Checks numbers and sizes of layers. */
function checkSizes(outermost: readonly AnyLayer[], at: Path, refuse: Refuse): void {
  let count = 0;
  const visit = (layers: readonly AnyLayer[], path: Path, depth: number, inputs: number | undefined) => {
    if (depth > maxNesting) refuse(path, `blocks within blocks may be ${maxNesting} deep at most`);
    let width = inputs;
    layers.forEach((layer, i) => {
      const layerPath = [...path, i];
      count++;
      if (layer.layers) visit(layer.layers, [...layerPath, 'layers'], depth + 1, width);
      if (layer.units === undefined) return;
      checkUnits(layer.units, width, [...layerPath, 'units'], refuse);
      width = layer.units;
    });
  };
  visit(outermost, at, 0, undefined);
  if (count > maxLayers) refuse(at, `${count} layers; at most ${maxLayers} are allowed`);
}

/** Checks the size of a layer. `inputs` is undefined in the first layer, where it comes from the data. */
function checkUnits(units: number, inputs: number | undefined, path: Path, refuse: Refuse): void {
  const shown = formatCount(units);
  if (units > maxUnits)
    refuse(path, `${shown} units need ${bytes(units)} for each input; use at most ${formatCount(maxUnits)}`);
  else if (inputs !== undefined && inputs * units > maxWeights)
    refuse(
      path,
      `${shown} units with ${formatCount(inputs)} inputs each need ${bytes(inputs * units)}; use fewer`,
    );
}

function checkHead({ activation, loss }: Checked['head'], refuse: Refuse): void {
  if (!activation || !loss || fits(activation.type, loss)) return;
  refuse(['head', 'loss'], misfit(activation.type, loss), ['head', 'activation']);
}

/** Message that a loss cannot follow an activation, and which activations it can follow. */
export function misfit(activation: ActivationName, loss: Variant<LossName>): string {
  const fitting = (Object.keys(activations) as ActivationName[]).filter((name) => fits(name, loss));
  return `${loss.type} does not fit outputs of ${activation}; head.activation may be ${fitting.join(', ')}`;
}

/**
 * Refuses minibatches and randomness for an optimizer that searches along a line: it needs one function at every step.
 */
function checkFullBatch({ optimizer, training, layers }: Checked, refuse: Refuse): void {
  if (!('iterate' in optimizers[optimizer.type])) return;
  const { type } = optimizer;
  const beside = ['optimizer', 'type'];
  if (training.batch_size !== 'full')
    refuse(['training', 'batch_size'], `${type} needs all rows in every step: set it to "full"`, beside);
  if (training.gradient_clip)
    refuse(['training', 'gradient_clip'], `${type} cannot clip gradients; leave it out`, beside);
  if (training.objective && isGenerator(training.objective))
    refuse(
      ['training', 'objective'],
      `${type} needs the same loss at every step, but ${training.objective.type} draws at random; take adam`,
      beside,
    );
  for (const { layer, path } of placedLayers(givenLayers(layers)))
    if (traitsOfLayer(layer).stochastic)
      refuse(
        path,
        `${type} needs the same loss at every step, but ${layer.type} draws at random; leave it out`,
        beside,
      );
}

/** Refuses batches of one row for a layer that takes statistics of its batch. */
function checkBatchStatistics({ training, layers }: Checked, refuse: Refuse): void {
  const first = firstWithBatchStatistics(givenLayers(layers));
  if (training.batch_size === 1 && first)
    refuse(
      ['training', 'batch_size'],
      `${first.layer.type} (${formatPath(first.path)}) learns from the variance of a batch, and one row has none; ` +
        'set it to 2 or more',
      first.path,
    );
}

/** Refuses fractions that set no rows aside, but for folds; and rows for validation beside these, which take their place. */
function checkParts({ data, ensemble, training }: Checked, refuse: Refuse): void {
  const { validation, test, calibration = 0 } = data.split;
  if (ensemble?.type !== 'folds') {
    if (validation === 0 && test === 0 && calibration === 0)
      refuse(['data', 'split'], 'validation and test are both 0; use type "none"');
    return;
  }
  const beside = ['ensemble', 'type'];
  const instead =
    'folds take the place of validation rows: each row is predicted by the network not trained on it';
  if (validation !== undefined && validation > 0)
    refuse(
      ['data', 'split', 'validation'],
      `${instead}; leave it out, or set it to 0 (--set data.split.validation=0)`,
      beside,
    );
  if (data.validation !== undefined)
    refuse(['data', 'validation'], `${instead}; add the file to data.train, or name it in data.test`, beside);
  const { restarts } = training;
  if ((typeof restarts === 'number' ? restarts : restarts.count) > 1)
    refuse(['training', 'restarts'], 'each fold is trained once; set it to 1', beside);
}

/** Refuses a warm-up by epochs before a schedule that counts all steps. */
function checkWarmup({ optimizer: { schedule } }: Checked, refuse: Refuse): void {
  const { type, warmup_epochs: warmup = 0 } = schedule;
  const { perStep, rise }: Schedule = schedules[type];
  if (perStep && warmup > 0)
    refuse(['optimizer', 'schedule', 'warmup_epochs'], `${type} rises by itself, ${rise}; leave it out`, [
      'optimizer',
      'schedule',
      'type',
    ]);
}
