import { Argument, type Command } from 'commander';
import { behindBreak, quoted, wordsOf } from '../completion/bash_words.js';
import { type Candidate, candidates } from '../completion/candidates.js';
import { type Shell, scripts } from '../completion/scripts.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { write } from '../io.js';

export function define(command: Command, context: Context): void {
  command
    .description(
      'Print what makes a shell complete commands, flags and their values, paths of --set with what the config takes ' +
        'there, runs, and columns, classes and metrics of the model on the line. bash: eval "$(mlp completion bash)" ' +
        'in ~/.bashrc. zsh: source <(mlp completion zsh) in ~/.zshrc, below compinit. fish: mlp completion fish | ' +
        'source in config.fish.',
    )
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(scripts)))
    .argument('[words...]', 'print candidates for the last of these, behind --: what the shell asks')
    .action((shell: Shell, words: readonly string[]) => run(shell, words, context));
  addExamples(command, 'mlp completion bash > mlp.bash', 'mlp completion fish -- predict --on-error ""');
}

async function run(shell: Shell, words: readonly string[], context: Context): Promise<void> {
  if (words.length === 0) return write(context.stdout, scripts[shell]);
  // bash gives the line as it stands, as it breaks words at = and : too
  const line = shell === 'bash' ? wordsOf(words.join(' ')).slice(1) : words;
  const found = await candidates(line, context);
  const last = line.at(-1) ?? '';
  const lineOf = ({ text, description }: Candidate) =>
    shell === 'bash'
      ? quoted(behindBreak(text, last))
      : `${text}${description ? `\t${description.replaceAll(/\s+/g, ' ')}` : ''}`;
  await write(context.stdout, found.map((each) => `${lineOf(each)}\n`).join(''));
}
