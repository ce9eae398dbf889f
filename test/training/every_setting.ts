import { optimizers } from '../../src/nn/optimizers/index.js';
import { type Schedule, schedules } from '../../src/nn/schedules/index.js';
import { exampleLayers } from '../nn/layers/example.js';
import type { Settings } from './support.js';

const scheduleOptions: Readonly<Record<string, object>> = {
  step: { step_size: 1 },
  exponential: { gamma: 0.9 },
  cosine_restarts: { t_0: 2 },
  multistep: { milestones: [1, 2] },
  plateau: { patience: 1, factor: 0.5, threshold: 0.5 },
};

/**
 * Settings that leave no optimizer, schedule or layer out, nor anything else whose state training takes from one step
 * to the next; all begin with `training`, for three classes.
 */
export function everySetting(training: { readonly epochs: number }): [what: string, Settings][] {
  const layers = [{ type: 'dense', units: 4, activation: 'tanh' }];
  const { epochs } = training;
  return [
    ...Object.keys(optimizers).map((type): [string, Settings] => [
      `optimizer ${type}`,
      {
        layers,
        optimizer: { type },
        training: type === 'lbfgs' ? { ...training, epochs: 3 * epochs, batch_size: 'full' } : training,
      },
    ]),
    ['sgd with momentum', { layers, optimizer: { type: 'sgd', momentum: 0.9, nesterov: true }, training }],
    [
      'adam with amsgrad',
      { layers, optimizer: { type: 'adam', amsgrad: true, weight_decay: 0.1 }, training },
    ],
    ...Object.entries<Schedule>(schedules).map(([type, { perStep }]): [string, Settings] => [
      `schedule ${type}`,
      {
        layers,
        optimizer: {
          type: 'sgd',
          schedule: { type, ...(!perStep && { warmup_epochs: 1 }), ...scheduleOptions[type] },
        },
        // long enough for plateau to lower the rate
        training: { ...training, epochs: epochs + 3 },
      },
    ]),
    ...Object.entries(exampleLayers).map(([type, layer]): [string, Settings] => [
      `layer ${type}`,
      { layers: [...layers, layer], training },
    ]),
    ['restarts', { layers, training: { ...training, epochs: epochs >> 1, restarts: 3 } }],
    [
      'early stopping',
      { layers, training: { ...training, epochs: 9, early_stopping: { patience: 2, min_delta: 0.1 } } },
    ],
    [
      'early stopping of restarts with dropout',
      {
        layers: [...layers, { type: 'dropout', rate: 0.4 }],
        training: { ...training, restarts: 2, early_stopping: { metric: 'accuracy', patience: 1 } },
      },
    ],
    [
      'activity_l1',
      { layers: [{ type: 'dense', units: 4, activation: 'tanh', activity_l1: 0.05 }], training },
    ],
    ['the last weights', { layers, training: { ...training, restore_best: false } }],
    ['no shuffling', { layers, training: { ...training, shuffle: false } }],
    [
      'penalties, clipping, class weights',
      {
        layers,
        training: { ...training, l1: 0.01, l2: 0.01, gradient_clip: { norm: 0.1 }, class_weight: 'balanced' },
      },
    ],
  ];
}
