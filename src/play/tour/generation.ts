import { dense, type TourState } from './tour_state.js';

const relus = [dense(64, 'relu'), dense(64, 'relu')];

/** Two networks against each other, one of which learns to make rows. */
export const generation: readonly TourState[] = [
  {
    id: 'gan',
    title: 'A GAN: rows out of noise',
    text:
      'One network makes rows out of random codes, and another is to tell them from 800 rows in eight clusters: ' +
      'after 15 epochs what is made lies at two of these, after 300 at all eight. Each learns against the other, so ' +
      'that no loss says how far they are, and the rows themselves are what to look at.',
    exercise:
      'Go back through the epochs by the slider; or set latent to 1 in the config: the rows that are made lie on a ' +
      'curve then.',
    config: {
      task: 'generation',
      data: { train: { generator: 'ring', rows: 800, noise: 0.1 }, ignore: ['label'] },
      layers: relus,
      optimizer: { type: 'adam', learning_rate: 0.001, beta1: 0.5, schedule: 'cosine' },
      training: {
        objective: {
          type: 'gan',
          latent: 8,
          loss: 'least_squares',
          discriminator: [{ type: 'noise', sd: 0.2 }, ...relus],
        },
        epochs: 300,
        batch_size: 100,
      },
    },
  },
];
