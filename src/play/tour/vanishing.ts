import type { ConfigJson } from '../state/config.js';
import { dense, generated, type TourState } from './tour_state.js';

const common = {
  data: generated('circle', 400, 0.05),
  optimizer: { type: 'sgd', learning_rate: 0.1 },
  training: { epochs: 100, batch_size: 10 },
};
const eight = (layers: readonly ConfigJson[]) => Array.from({ length: 8 }, () => layers).flat();

/** Eight layers through which gradients vanish, and two ways to keep them. */
export const vanishing: readonly TourState[] = [
  {
    id: 'vanishing',
    title: 'Vanishing gradients: eight layers of sigmoid',
    text:
      'The slope of a sigmoid is at most ¼, so that each layer passes on a fraction of the gradient: what reaches ' +
      'the first layer is less than a millionth of that at the head. After 100 epochs the loss is still 0.69, that ' +
      'of a guess.',
    exercise: 'Look at the gradients by layer. Take layers away: one learns this within seconds.',
    config: { ...common, layers: eight([dense(8, 'sigmoid')]) },
  },
  {
    id: 'tanh-gradients',
    title: 'Eight layers of tanh',
    text:
      'The slope of tanh is 1 in its middle, where units begin: the gradient that reaches the first layer is ' +
      'a hundredth of that at the head, not a millionth. The same network with the same steps learns the ring ' +
      'without an error.',
    exercise:
      'Choose ReLU, which fails from the narrow start; then set he_uniform as the initializer in the config.',
    config: { ...common, layers: eight([dense(8, 'tanh')]) },
  },
  {
    id: 'normalised',
    title: 'Eight layers of sigmoid, normalised',
    text:
      'A batch norm before each sigmoid sets the values that come into it to mean 0 and variance 1, and a ' +
      'quarter of the gradient reaches the first layer. Eight layers of sigmoid learn, then, at 99 % of the rows.',
    exercise: 'Compare the gradients by layer with those without the norms, at epoch 0 and after ten epochs.',
    config: {
      ...common,
      layers: eight([
        dense(8, 'identity'),
        { type: 'batch_norm' },
        { type: 'activation', activation: 'sigmoid' },
      ]),
    },
  },
];
