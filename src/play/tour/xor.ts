import { adam, dense, generated, type TourState } from './tour_state.js';

const common = { optimizer: adam(0.03), training: { epochs: 100, batch_size: 10 } };
const data = generated('xor', 400, 0.1);

/** Exclusive or: no line divides it, a product does, and so do units that are learned. */
export const xor: readonly TourState[] = [
  {
    id: 'xor-line',
    title: 'Exclusive or, with a line',
    text:
      'Without hidden layers the network divides the plane by one straight line. No line parts these two classes: ' +
      'half of the points lie on the wrong side, wherever it is, and the loss stays at log 2 = 0.69, that of a ' +
      'guess.',
    exercise: 'Take away x1 or x2 under Features, or choose gauss as the data set, which a line does divide.',
    config: { data, layers: [], ...common },
  },
  {
    id: 'xor-basis',
    title: 'Exclusive or, with a basis',
    text:
      'The product x1·x2 is positive in two of the corners and negative in the others, so that the classes are ' +
      'apart along this one input. The network is as linear as before, in a space that somebody has chosen.',
    exercise:
      'Look at the weights: that of x1*x2 grows, those of x1 and x2 stay small. Then put x1^2 and x2^2 in its place.',
    config: { data: { ...data, basis: ['x1*x2'] }, layers: [], ...common },
  },
  {
    id: 'xor-learned',
    title: 'Exclusive or, learned',
    text:
      'Four hidden units find a space by themselves in which a line divides the classes; nobody has said that the ' +
      'product matters. Each unit is a soft line across the plane, and the output adds them up.',
    exercise:
      'Take units away: with two the network errs on about one point in seven. Point at a unit for its map.',
    config: { data, layers: [dense(4, 'tanh')], ...common },
  },
];
