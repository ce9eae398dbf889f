import type { ConfigJson } from '../state/config.js';
import type { TourState } from './tour_state.js';

const common = {
  seed: 2,
  data: {
    train: {
      generator: 'function',
      expression: '1 - abs(2*abs(2*abs(2*x - 1) - 1) - 1)',
      from: 0,
      to: 1,
      rows: 257,
    },
  },
  optimizer: { type: 'adam', learning_rate: 0.01, schedule: 'cosine' },
  training: { epochs: 300, batch_size: 16 },
};
const folding = (units: number): ConfigJson => ({
  type: 'dense',
  units,
  activation: 'relu',
  initializer: 'he_uniform',
});

/** A sawtooth of four teeth, by two networks of 169 parameters each. */
export const depth: readonly TourState[] = [
  {
    id: 'wide',
    title: 'Width: one layer of 56',
    text:
      'Each ReLU unit of one layer bends the curve once, so that 56 of them could draw all these teeth. Training ' +
      'does not get there: after 300 epochs the network misses most of them (R² 0.37).',
    exercise: 'Go on to the same number of parameters in three layers, then come back with 200 units.',
    config: { ...common, layers: [folding(56)] },
  },
  {
    id: 'deep',
    title: 'Depth: three layers of 8',
    text:
      'As many parameters as before, 169, in three layers: each one folds what the one before has folded, and a ' +
      'fold doubles the teeth. So depth draws with 24 units what width did not with 56 (R² 0.998).',
    exercise:
      'Set the seed to 0: the same network stops at R² 0.65. That it can is one thing, that training finds it another.',
    config: { ...common, layers: [folding(8), folding(8), folding(8)] },
  },
];
