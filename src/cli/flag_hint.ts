import type { Command, CommanderError } from 'commander';

/**
 * A hint for an unknown flag that is called after a key of the config, as a line to print: `--epochs 10` is what many
 * try first. Empty where there is no such key.
 */
export async function flagHint(
  { code, message }: CommanderError,
  program: Command,
  argv: readonly string[],
): Promise<string> {
  const flag = /'--([a-z][a-z0-9_-]*)/.exec(message)?.[1];
  const called = program.commands.find((command) => argv.includes(command.name()));
  if (code !== 'commander.unknownOption' || flag === undefined) return '';
  if (!called?.options.some(({ long }) => long === '--set')) return '';
  const { configSchema, pathOfKey } = await import('../config/index.js');
  const path = pathOfKey(flag.replaceAll('-', '_'), configSchema);
  return path === undefined ? '' : `(a value of the config is set by --set ${path}=…)\n`;
}
