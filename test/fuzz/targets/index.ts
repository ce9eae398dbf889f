import type { Target } from '../target.js';
import { config } from './config.js';
import { csv } from './csv.js';
import { expression } from './expression.js';
import { model } from './model.js';
import { safetensors } from './safetensors.js';
import { set } from './set.js';

export const targets = { safetensors, model, csv, config, set, expression } satisfies Record<string, Target>;
