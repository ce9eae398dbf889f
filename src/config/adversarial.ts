import { type OptimizerName, optimizers } from '../nn/optimizers/index.js';
import type { ScheduleName } from '../nn/schedules/index.js';
import type { Variant } from '../nn/variants.js';
import { type AnyLayer, firstWithBatchStatistics, givenLayers, type Layers, placedLayers } from './layers.js';
import { isAdversarial, type ObjectiveConfig } from './objective.js';
import type { Path } from './path.js';
import type { Refuse } from './refuse.js';

interface Optimizer extends Variant<OptimizerName> {
  readonly schedule: Variant<ScheduleName>;
}

interface Checked {
  readonly layers: Layers;
  readonly optimizer: Optimizer;
  readonly training: {
    readonly objective?: ObjectiveConfig;
    readonly early_stopping?: object;
    readonly restore_best?: boolean;
    readonly restarts: number | { readonly count: number };
  };
}

const beside: Path = ['training', 'objective'];
const discriminator: Path = [...beside, 'discriminator'];

/**
 * Checks what goes with two networks against each other and what does not: their losses say how they stand to each
 * other, and not how good the rows are, so that nothing can go by a loss.
 */
export function checkAdversarial({ layers, optimizer, training }: Checked, refuse: Refuse): void {
  const { objective, early_stopping: stopping, restore_best: restores, restarts } = training;
  if (!isAdversarial(objective)) return;
  const why = 'no number of a GAN says which of its weights are best';
  if (stopping)
    refuse(
      ['training', 'early_stopping'],
      `${why}, or when to stop; leave it out, and set training.epochs`,
      beside,
    );
  if (restores) refuse(['training', 'restore_best'], `${why}: the last are kept; leave it out`, beside);
  if ((typeof restarts === 'number' ? restarts : restarts.count) > 1)
    refuse(
      ['training', 'restarts'],
      `${why}; set it to 1, and train again with another --seed and --out to compare samples by mlp eval`,
      beside,
    );
  checkOptimizer(optimizer, ['optimizer'], refuse);
  if (objective.optimizer) checkOptimizer(objective.optimizer, [...beside, 'optimizer'], refuse);
  const judging = objective.discriminator ?? [];
  checkLayers(givenLayers(layers), ['layers'], refuse);
  checkLayers(judging, discriminator, refuse);
  const first = firstWithBatchStatistics(judging);
  if (first)
    refuse(
      [...discriminator, ...first.path.slice(1)],
      `${first.layer.type} takes the variance of a batch, and real and sampled rows are in one; take layer_norm`,
      beside,
    );
}

function checkOptimizer({ type, schedule }: Optimizer, path: Path, refuse: Refuse): void {
  if ('iterate' in optimizers[type] && path.length > 1)
    refuse(
      [...path, 'type'],
      `${type} needs the same loss at every step, but a GAN draws at random; take adam`,
    );
  if (schedule.type === 'plateau')
    refuse(
      [...path, 'schedule', 'type'],
      'plateau waits for a loss that falls, and those of a GAN do not have to; take another',
      beside,
    );
}

/** Refuses a penalty on activities, which belong to a loss that a generator has not. */
function checkLayers(layers: readonly AnyLayer[], path: Path, refuse: Refuse): void {
  for (const { layer, path: place } of placedLayers(layers, path)) {
    const { activity_l1: penalty = 0 } = layer as { readonly activity_l1?: number };
    if (penalty > 0)
      refuse([...place, 'activity_l1'], 'has no place in the losses of a GAN; leave it out', beside);
  }
}
