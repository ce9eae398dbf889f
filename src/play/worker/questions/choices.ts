import { generators } from '../../../data/generators/index.js';
import { scalers } from '../../../data/preprocessing/scalers/index.js';
import { activations } from '../../../nn/activations/index.js';
import { initializers } from '../../../nn/initializers/index.js';
import { layerTypes } from '../../../nn/layers/index.js';
import { losses } from '../../../nn/losses/index.js';
import { optimizers } from '../../../nn/optimizers/index.js';
import { schedules } from '../../../nn/schedules/index.js';
import { version } from '../../../version.js';
import type { Choices } from '../facts.js';

/** The names of all that the engine has to choose from. */
export const choices = (): Choices => ({
  version,
  activations: Object.keys(activations),
  losses: Object.keys(losses),
  optimizers: Object.keys(optimizers),
  schedules: Object.keys(schedules),
  initializers: Object.keys(initializers),
  layers: Object.keys(layerTypes),
  generators: Object.fromEntries(Object.entries(generators).map(([name, { target }]) => [name, target])),
  scalers: Object.keys(scalers),
});
