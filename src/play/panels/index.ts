import { configEditor } from './config_editor.js';
import { confusion } from './confusion.js';
import { data } from './data.js';
import { exports } from './exports.js';
import { gradients } from './gradients.js';
import { inputs } from './inputs.js';
import { losses } from './losses.js';
import { network } from './network.js';
import { outputMap } from './output_map.js';
import type { Panel } from './panel.js';
import { past } from './past.js';
import { samples } from './samples.js';
import { starts } from './starts.js';
import { tour } from './tour.js';
import { trace } from './trace.js';
import { training } from './training.js';

/** All panels, in their order: what stands first on a narrow screen. */
export const panels: readonly Panel[] = [
  data,
  tour,
  network,
  gradients,
  outputMap,
  samples,
  inputs,
  losses,
  past,
  confusion,
  training,
  starts,
  trace,
  configEditor,
  exports,
];
