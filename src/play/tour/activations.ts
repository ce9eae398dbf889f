import { adam, dense, generated, type TourState } from './tour_state.js';

const common = {
  data: generated('circle', 400, 0.05),
  optimizer: adam(0.03),
  training: { epochs: 100, batch_size: 10 },
};

/** Effects of activations: none, corners, soft bends. */
export const activations: readonly TourState[] = [
  {
    id: 'identity',
    title: 'No activation: layers that collapse',
    text:
      'Two hidden layers of eight units with the identity as their activation are a product of matrices, which is ' +
      'one matrix. So it is a line again, and a disc within a ring is not divided by any: it is right on half of ' +
      'the points.',
    exercise: 'Add layers and units: nothing changes. Then choose tanh as the activation of one of them.',
    config: { ...common, layers: [dense(8, 'identity'), dense(8, 'identity')] },
  },
  {
    id: 'relu',
    title: 'ReLU: straight pieces',
    text:
      'Three ReLU units are enough to close a line around the disc. Each has one straight edge, beyond which it is ' +
      '0, so that the border is a polygon with corners.',
    exercise:
      'Discretise the output to see the corners; take one unit away, and it cannot be closed any more.',
    config: { ...common, layers: [dense(3, 'relu')] },
  },
  {
    id: 'tanh',
    title: 'Tanh: soft bends',
    text:
      'Three tanh units close the line as well, without a corner. They flatten out on both sides: where all of ' +
      'them are flat, the network hardly tells two points from each other, and its gradient is small.',
    exercise:
      'Compare sigmoid, swish and sine; look at how many units are marked as saturated while they train.',
    config: { ...common, layers: [dense(3, 'tanh')] },
  },
];
