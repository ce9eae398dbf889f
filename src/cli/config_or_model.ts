import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { MlpError } from '../errors.js';

/** Whether a path is that of a run directory or of a model file, and not of a config. */
export const isModel = (file: string): boolean =>
  file.endsWith('.safetensors') || (statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false);

/** Refuses the options that change a config where there is a model. */
export function refuseConfigOptions(command: Command): void {
  for (const name of ['set', 'seed'])
    if (command.getOptionValueSource(name) === 'cli')
      throw new MlpError('usage', `--${name}: is for a config; that of a model cannot be changed`);
}
