import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command, type Option } from 'commander';
import { configJsonSchema, readingKeys } from '../../config/index.js';
import { metricNames } from '../../metrics/index.js';
import { commands } from '../commands/index.js';
import type { Context } from '../context.js';
import { EnvironmentOption } from '../environment.js';
import { modelValues } from './model_values.js';
import { setCandidates } from './set_paths.js';

/** Word that can stand where the cursor is. */
export interface Candidate {
  readonly text: string;
  readonly description?: string;
  /** Whether more of the same word is to come, so that no blank follows. */
  readonly goesOn?: boolean;
}

/** Flags that every command has. */
const common: readonly Candidate[] = [
  { text: '--help', description: 'show what it understands' },
  { text: '--debug', description: 'show the stack of an error' },
  { text: '--no-color', description: 'plain output' },
];

/**
 * Words that can stand at the end of a command line, of which the last may have begun; `words` are those behind `mlp`.
 * None where a file may be meant: the shell knows these.
 */
export async function candidates(words: readonly string[], context: Context): Promise<readonly Candidate[]> {
  const last = words.at(-1) ?? '';
  const found = await allCandidates(words, last, context);
  return found.filter(({ text }) => text.startsWith(last));
}

async function allCandidates(
  words: readonly string[],
  last: string,
  context: Context,
): Promise<readonly Candidate[]> {
  const names = Object.entries(commands).map(([text, { summary }]) => ({ text, description: summary }));
  if (words.length < 2) return last.startsWith('-') ? [...common, { text: '--version' }] : names;
  const [name] = words;
  if (name === 'help') return names;
  if (!Object.hasOwn(commands, name)) return [];
  const called = new Command(name);
  (await commands[name].load()).define(called, context);
  const inner = called.commands.find((command) => command.name() === words[1]);
  if (words.length === 2 && called.commands.length > 0 && !last.startsWith('-'))
    return called.commands.map((command) => ({ text: command.name(), description: command.summary() }));
  const command = inner ?? called;
  const rest = words.slice(inner ? 2 : 1);
  const before = rest.at(-2);
  const option = command.options.find(
    ({ long, short }) => before !== undefined && (before === long || before === short),
  );
  if (option && (option.required || option.optional)) return valuesOf(option, name, last, rest, context);
  if (last.startsWith('-')) return [...command.options.flatMap(flagOf), ...common];
  const { argChoices } = command.registeredArguments[positional(command, rest).length] ?? {};
  return argChoices?.map((text) => ({ text })) ?? runs(context);
}

const flagOf = ({ long, description, hidden }: Option): Candidate[] =>
  long && !hidden ? [{ text: long, description: description.split(/[;:,(]/)[0] }] : [];

/** Values of an option of a command, as far as they are known. */
function valuesOf(
  option: Option,
  name: string,
  last: string,
  words: readonly string[],
  context: Context,
): readonly Candidate[] {
  if (option.argChoices) return option.argChoices.map((text) => ({ text }));
  const key = option.attributeName();
  if (key === 'set')
    return option instanceof EnvironmentOption
      ? setCandidates(configJsonSchema(), last)
      : readingKeys().map((path) => ({ text: `${path}=`, goesOn: true }));
  const found = modelValues(key, name, last, words.slice(0, -2), context);
  return found.length === 0 && key === 'metric' ? metricNames.map((text) => ({ text })) : found;
}

/** Arguments before the last word that are no flags and no values of flags. */
function positional(command: Command, words: readonly string[]): readonly string[] {
  const takesValue = (word: string) =>
    command.options.some(({ long, short, required }) => required && (word === long || word === short));
  return words.slice(0, -1).filter((word, i) => !word.startsWith('-') && !takesValue(words[i - 1] ?? ''));
}

/** Run directories, where runs are. */
function runs({ cwd }: Context): readonly Candidate[] {
  const place = join(cwd, 'runs');
  const names = existsSync(place) ? readdirSync(place).sort() : [];
  return names
    .filter((name) => existsSync(join(place, name, 'model.safetensors')))
    .map((name) => ({ text: `runs/${name}`, description: 'a run' }));
}
