import { adam, dense, type TourState } from './tour_state.js';

const config = {
  data: {
    train: { generator: 'gauss', rows: 160, noise: 0.5 },
    split: { type: 'random', validation: 0.5, test: 0 },
  },
  layers: [dense(16, 'tanh'), dense(16, 'tanh')],
  optimizer: adam(0.01),
};
const training = { epochs: 200, batch_size: 10, restore_best: false };

/** A network that is too large for 80 noisy rows, and what keeps it from learning them by heart. */
export const overfitting: readonly TourState[] = [
  {
    id: 'overfitting',
    title: 'Overfitting',
    text:
      'Two clouds overlap, and 337 parameters learn 80 rows of them: the training loss falls to 0.04 while that of ' +
      'validation turns and rises to 0.34. The border winds around single points, which tell nothing of other rows.',
    exercise: 'Use 1600 rows instead of 160, or one layer of two units: the two losses stay together.',
    config: { ...config, training },
  },
  {
    id: 'regularisation',
    title: 'Regularisation',
    text:
      'The same network and rows, with a penalty of ½ · 0.01 on each squared weight. It may not bend as it likes: ' +
      'the training loss stays at 0.16, and that of validation ends at 0.13 instead of 0.34.',
    exercise: 'Try L2 of 0.001 and of 0.3, L1 of 0.003, or a dropout layer after each of the two.',
    config: { ...config, training: { ...training, l2: 0.01 } },
  },
];
