import { activations } from './activations.js';
import { depth } from './depth.js';
import { generation } from './generation.js';
import { overfitting } from './overfitting.js';
import type { TourState } from './tour_state.js';
import { vanishing } from './vanishing.js';
import { xor } from './xor.js';

/** The states of the tour, in the order of the lecture. */
export const tour: readonly TourState[] = [
  ...xor,
  ...depth,
  ...activations,
  ...overfitting,
  ...vanishing,
  ...generation,
];
