import type { NamedConfig } from '../config/index.js';
import { loadConfig } from '../run/load_config.js';
import type { Context } from './context.js';
import { overrides, type SharedOptions } from './options.js';

/**
 * Reads the config that a command is given, with the values of flags and environment in it. Registers the file in the
 * context, so that an error which only the data reveal, such as a loss that does not fit the target, names the file as
 * well.
 */
export function readConfig(
  file: string,
  options: Pick<SharedOptions, 'set' | 'seed'>,
  context: Context,
): NamedConfig {
  context.configFile = file;
  return loadConfig(file, { set: options.set, overrides: overrides(options) });
}
