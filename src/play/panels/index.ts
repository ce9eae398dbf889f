import { configEditor } from './config_editor.js';
import { data } from './data.js';
import { exports } from './exports.js';
import { inputs } from './inputs.js';
import { losses } from './losses.js';
import { network } from './network.js';
import { outputMap } from './output_map.js';
import type { Panel } from './panel.js';
import { training } from './training.js';

/** All panels, in their order: what stands first on a narrow screen. */
export const panels: readonly Panel[] = [
  data,
  network,
  outputMap,
  losses,
  inputs,
  training,
  configEditor,
  exports,
];
