import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Environment } from './io.js';

/**
 * An option that a variable of the environment can set, too. Unlike commander's `env`, it reads the environment that
 * the program was given, and MLP_QUIET=0 does not mean quiet.
 */
export class EnvironmentOption extends Option {
  constructor(
    flags: string,
    description: string,
    readonly variable: string,
  ) {
    super(flags, `${description} (env: ${variable})`);
  }
}

/**
 * Sets the options that the command line leaves open to the values of their environment variables, if there are any.
 */
export function applyEnvironment(command: Command, env: Environment): void {
  for (const option of command.options) {
    if (!(option instanceof EnvironmentOption)) continue;
    const text = env[option.variable];
    const key = option.attributeName();
    if (text === undefined || text === '' || command.getOptionValueSource(key) === 'cli') continue;
    command.setOptionValueWithSource(key, parseText(option, text, command), 'env');
  }
}

function parseText(option: EnvironmentOption, text: string, command: Command): unknown {
  if (!option.required) return isOn(text);
  try {
    return option.parseArg ? option.parseArg(text, option.defaultValue) : text;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    return command.error(
      `error: ${option.variable} in the environment: ${JSON.stringify(text)} is invalid. ${error.message}`,
    );
  }
}

/** Whether a variable that is a switch is on. */
export const isOn = (text: string | undefined): boolean =>
  text !== undefined && !/^(|0|false|no|off)$/i.test(text);
