import type { Command } from 'commander';

/** Ends a command's help with lines to try; a test runs them all in a copy of the repository. */
export const addExamples = (command: Command, ...lines: string[]): Command =>
  command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`);
