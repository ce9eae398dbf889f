import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { refuseOtherKeys } from '../config/index.js';
import { MlpError } from '../errors.js';
import type { SharedOptions } from './options.js';

/** Whether a path is that of a run directory or of a model file, and not of a config. */
export const isModel = (file: string): boolean =>
  file.endsWith('.safetensors') || (statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false);

/**
 * Takes the options that change a config where there is a model: of its config only how data are read can be set.
 *
 * @throws MlpError `usage` where the command line changes anything else.
 */
export function optionsForModel(command: Command, { set }: Pick<SharedOptions, 'set'>): readonly string[] {
  const isGiven = (name: string) => command.getOptionValueSource(name) === 'cli';
  if (isGiven('seed'))
    throw new MlpError('usage', '--seed: is for a config; that of a model cannot be changed');
  if (!isGiven('set')) return [];
  refuseOtherKeys(set);
  return set;
}
