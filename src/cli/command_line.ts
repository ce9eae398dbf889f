import type { Command } from 'commander';
import { shellWord } from '../shell_word.js';

/**
 * Line that a shell (POSIX) reads as this call of a command, with what the environment set as flags; without the
 * options `except`, and with `flags` at its end.
 */
export function commandLine(
  command: Command,
  except: readonly string[],
  flags: readonly string[] = [],
): string {
  const given = command.options.flatMap((option) => {
    const key = option.attributeName();
    const source = command.getOptionValueSource(key);
    if ((source !== 'cli' && source !== 'env') || except.includes(key)) return [];
    const value: unknown = command.getOptionValue(key);
    const name = option.long ?? option.flags;
    if (typeof value === 'boolean') return value ? [name] : [];
    return (Array.isArray(value) ? value : [value]).flatMap((each) => [name, String(each)]);
  });
  return ['mlp', command.name(), ...command.args, ...given, ...flags].map(shellWord).join(' ');
}
