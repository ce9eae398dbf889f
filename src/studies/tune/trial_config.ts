import { type ConfigOptions, type NamedConfig, parseConfig } from '../../config/index.js';
import { parseJson } from '../../config/json.js';
import { configSchema } from '../../config/schema.js';
import { applyOverride, type Override, parseSet } from '../../config/set.js';
import { MlpError } from '../../errors.js';
import { firstDifference } from '../../run/first_difference.js';
import { rebase } from '../../run/rebase.js';
import type { Parameter, Space, Values } from './space/space.js';

/** A config file: its text, and what flags and the environment change in it. */
export interface ConfigSource extends ConfigOptions {
  readonly text: string;
  /** Name of the file, for messages. */
  readonly source: string;
  /** Name of the config where it has none. */
  readonly name: string;
}

/** Overrides of a config by flags, then by the values of a trial, which go before. */
const overridesOf = (
  { overrides = [], set = [] }: ConfigSource,
  space: Space,
  values: Values,
): Override[] => [
  ...overrides,
  ...set.map(parseSet),
  ...space.map(({ name, path, where }) => ({ source: where, path, value: JSON.stringify(values[name]) })),
];

/**
 * Reads the config of a trial.
 *
 * @throws MlpError `config` where these values make none.
 */
export function trialConfig(source: ConfigSource, space: Space, values: Values): NamedConfig {
  const { name = source.name, ...config } = parseConfig(source.text, source.source, {
    overrides: overridesOf(source, space, values),
  });
  return { name, ...config };
}

/**
 * Text of the config of a trial as a file to train from: what the user's file says, with the values of flags and of the
 * trial in it, and paths that start in `to` instead of `from`.
 */
export function trialConfigText(
  source: ConfigSource,
  space: Space,
  values: Values,
  { name, from, to }: { readonly name: string; readonly from: string; readonly to: string },
): string {
  const config = parseJson(source.text, source.source).value as NamedConfig;
  for (const override of overridesOf(source, space, values)) applyOverride(config, override, configSchema);
  const { name: _, ...moved } = rebase(withTraining(config), from, to);
  const { training, ...others } = moved;
  const written = Object.keys(training).length > 0 ? moved : others;
  return `${JSON.stringify({ name, ...written }, null, 2)}\n`;
}

/** A config as it was written, with its section `training`, which need not be there. */
const withTraining = (config: NamedConfig): NamedConfig =>
  Object.hasOwn(config, 'training') ? config : { ...config, training: {} as NamedConfig['training'] };

/** Sections of a config that say what a trial is measured on: were they to vary, values could not be compared. */
const fixed: readonly (readonly string[])[] = [
  ['name'],
  ['seed'],
  ['task'],
  ...['train', 'validation', 'test', 'target', 'split', 'weight'].map((key) => ['data', key]),
];

/**
 * Checks that each parameter is one of the config, and its bounds and choices values of it.
 *
 * @throws MlpError `config` with the position in the space file.
 */
export function checkSpace(source: ConfigSource, space: Space): void {
  const base = trialConfig(source, [], {});
  for (const parameter of space) {
    const { path, where, domain } = parameter;
    const name = fixed.find((keys) => keys.every((key, i) => path[i] === key));
    if (name !== undefined) throw notComparable(where, 'decides');
    const ends = 'choices' in domain ? domain.choices : [domain.low, domain.high];
    for (const value of ends) {
      const config = configWith(source, parameter, value);
      // a choice of whole sections can have it within
      const changed = fixed.find(
        (keys) => firstDifference(valueAt(base, keys), valueAt(config, keys), '') !== null,
      );
      if (changed !== undefined)
        throw notComparable(where, `has a choice with another ${changed.join('.')}, which decides`);
    }
  }
}

const valueAt = (config: NamedConfig, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>>)?.[key], config);

const notComparable = (where: string, what: string): MlpError =>
  new MlpError(
    'config',
    `${where}: ${what} what a trial is measured on, so that trials with other values could not be compared; ` +
      'leave it out of the space',
  );

function configWith(source: ConfigSource, parameter: Parameter, value: unknown): NamedConfig {
  try {
    return trialConfig(source, [parameter], { [parameter.name]: value });
  } catch (error) {
    if (!(error instanceof MlpError)) throw error;
    // a flag's value is at fault in the same way
    throw new MlpError('config', error.message, { cause: error });
  }
}
