import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/index.js';
import { behindBreak, quoted, wordsOf } from '../../src/cli/completion/bash_words.js';
import { type Shell, scripts } from '../../src/cli/completion/scripts.js';
import { setCandidates } from '../../src/cli/completion/set_paths.js';
import { configJsonSchema, parseConfig } from '../../src/config/index.js';
import { mlp, repository } from '../helpers/cli.js';
import { isLong, runs } from '../helpers/runs.js';
import { type Project, project } from './project.js';

/** A project with a run whose data have columns of odd names. */
async function trained(): Promise<Project> {
  const world = project({
    'train.csv': 'id,first name,"a,b",y\n1,2,3,p\n2,1,5,q\n3,4,1,p\n4,2,2,q\n',
    'c.json': { data: { train: 'train.csv', target: 'y' }, layers: [], training: { epochs: 1 } },
  });
  await world.done('train c.json --out runs/small --quiet');
  return world;
}

/** Candidates for the last of the words, without what is said of them. */
async function complete(words: readonly string[], cwd = repository): Promise<readonly string[]> {
  const { code, stdout } = await mlp(['completion', 'zsh', '--', ...words], { cwd });
  expect(code).toBe(0);
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t')[0]);
}

describe('candidates', () => {
  it('are commands, their flags, and what these take', async () => {
    expect(await complete([''])).toEqual(Object.keys(commands));
    expect(await complete(['pre'])).toEqual(['predict']);
    expect(await complete(['help', 'pre'])).toEqual(['predict']);
    expect(await complete(['--ver'])).toEqual(['--version']);
    expect(await complete(['predict', '--on'])).toEqual(['--on-error']);
    expect(await complete(['predict', '--on-error', ''])).toEqual(['fail', 'skip', 'blank']);
    expect(await complete(['predict', '--format', 'j'])).toEqual(['jsonl']);
    expect(await complete(['train', '--he'])).toEqual(['--help']);
    expect(await complete(['generate', 'xo'])).toEqual(['xor', 'xor_clusters']);
    expect(await complete(['generate', 'xor', '--no'])).toEqual(['--noise', '--no-color']);
    expect(await complete(['completion', ''])).toEqual(['bash', 'zsh', 'fish']);
    expect(await complete(['no-such', ''])).toEqual([]);
    expect(await complete(['train', '--out', ''])).toEqual([]);
  });

  it.each(Object.keys(commands))('of %s are flags that it has', async (name) => {
    const { stdout } = await mlp([name, '--help']);
    for (const flag of await complete([name, '--'])) if (flag !== '--debug') expect(stdout).toContain(flag);
  });

  it('of --set are keys of the config, and the values that they take', async () => {
    expect(await complete(['train', 'c.json', '--set', 'optimizer.learn'])).toContain(
      'optimizer.learning_rate=',
    );
    expect(await complete(['train', '--set', 'optimizer'])).toEqual(['optimizer=', 'optimizer.']);
    expect(await complete(['train', '--set', 'optimizer.type=ada'])).toEqual(
      expect.arrayContaining(['optimizer.type=adam', 'optimizer.type=adagrad']),
    );
    expect(await complete(['train', '--set', 'layers.0.activation=re'])).toContain(
      'layers.0.activation=relu',
    );
    expect(await complete(['train', '--set', 'training.shuffle=f'])).toEqual(['training.shuffle=false']);
    expect(await complete(['train', '--set', 'task=reg'])).toEqual(['task=regression']);
    expect(await complete(['train', '--set', 'nothing.'])).toEqual([]);
    expect(await complete(['predict', '--set', 'data.deli'])).toEqual(['data.delimiter=']);
    expect(await complete(['predict', '--set', 'optimizer.'])).toEqual([]);
  });

  it('of --set that name a value are taken by the config', () => {
    const keys = setCandidates(configJsonSchema(), '').map(({ text }) => text);
    expect(keys).toEqual(expect.arrayContaining(['seed=', 'data.', 'training.']));
    for (const path of [
      'task',
      'head.loss',
      'optimizer.type',
      'optimizer.schedule',
      'data.scale',
      'data.missing',
    ]) {
      const found = setCandidates(configJsonSchema(), `${path}=`);
      expect(found.length, path).toBeGreaterThan(2);
      for (const { text } of found) {
        const [key, value] = text.split('=');
        const taken = () =>
          parseConfig({ data: { train: '-', target: 'y' }, layers: [] }, 'c', { set: [`${key}=${value}`] });
        // a value may need others beside it, but is never unknown
        try {
          taken();
        } catch (error) {
          expect(String(error)).not.toMatch(/did you mean|expected one of|must be one of/);
        }
      }
    }
  });

  it('are runs, and columns of the data of the model', async () => {
    const { directory } = await trained();
    expect(await complete(['predict', ''], directory)).toEqual(['runs/small']);
    expect(await complete(['predict', 'runs/small', ''], directory)).toEqual(['runs/small']);
    const keep = (last: string) => complete(['predict', 'runs/small', '--keep', last], directory);
    expect(await keep('')).toEqual(['id', 'first name', '"a,b"', 'y']);
    expect(await keep('id,')).toEqual(['id,first name', 'id,"a,b"', 'id,y']);
    expect(await complete(['predict', 'nothing', '--keep', ''], directory)).toEqual([]);
    expect(await complete(['predict', ''], join(directory, 'runs'))).toEqual([]);
  });

  it('are what the model predicts, is measured by and goes by', async () => {
    const { directory } = await trained();
    const explain = (...words: string[]) => complete(['explain', 'runs/small', ...words], directory);
    expect(await explain('--column', '')).toEqual(['id', 'first name', 'a,b']);
    expect(await explain('--class', '')).toEqual(['p', 'q']);
    expect(await explain('--metric', 'l')).toEqual(['loss', 'log_loss']);
    expect(await explain('--metric', 'rm')).toEqual([]);
    expect(await complete(['compare', 'runs/small', '--metrics', 'f1,lo'], directory)).toEqual([
      'f1,loss',
      'f1,log_loss',
    ]);
    expect(await complete(['tune', 'c.json', '--metric', 'rm'], directory)).toEqual(['rmse']);
    expect(await complete(['embeddings', 'runs/small', '--column', ''], directory)).toEqual([]);
    expect(await complete(['export', 'runs/small', '--format', ''], directory)).toEqual(['js', 'c', 'onnx']);
  });

  // what a help text lists is what there is to choose
  it.each(Object.keys(commands))('of %s are offered for every option that has choices', async (name) => {
    const { stdout } = await mlp([name, '--help']);
    const text = stdout.replaceAll(/\s+/g, ' ');
    for (const [, flag, , list] of text.matchAll(
      / (--[a-z-]+) <[a-z]+>((?! --).)*?\(choices: ("[^)]*?")[,)]/g,
    )) {
      const found = await complete([name, flag, '']);
      expect(found, flag).toEqual(
        expect.arrayContaining([...list.matchAll(/"(.*?)"/g)].map(([, each]) => each)),
      );
    }
  });
});

it('a line of bash is split, and put together again, as bash does', () => {
  expect(wordsOf(`mlp  a\\ b "c d" 'e\\' f"g`)).toEqual(['mlp', 'a b', 'c d', 'e\\', 'fg']);
  expect(wordsOf('mlp ')).toEqual(['mlp', '']);
  expect(behindBreak('optimizer.type=adam', 'optimizer.type=a')).toBe('adam');
  expect(quoted('first name')).toBe('first\\ name');
});

const isThere = (shell: string) => spawnSync(shell, ['--version']).status === 0;

/** Lines that the chapter of the README has put into a shell's own file, by shell. */
const installing = Object.fromEntries(
  Object.keys(scripts).map((shell) => {
    const readme = readFileSync(join(repository, 'configs/README.md'), 'utf8');
    const [, line] = new RegExp(`^\\| ${shell} \\|.*\\| \`(.*)\` \\|$`, 'm').exec(readme)!;
    return [shell, line.replace('\\|', '|')];
  }),
) as Readonly<Record<Shell, string>>;

/** Programs that ask a shell for what it would offer for a line, one a line. */
const asking: Readonly<Record<Shell, (line: string) => readonly string[]>> = {
  bash: (line) => [
    '--norc',
    '-c',
    `${installing.bash}; COMP_LINE=$1; COMP_POINT=\${#1}; _mlp; printf '%s\\n' "\${COMPREPLY[@]}"`,
    'bash',
    line,
  ],
  fish: (line) => ['--no-config', '-c', `${installing.fish}; complete -C '${line}'`],
  // a terminal of its own, in which the shell is interactive, prints what it would offer
  zsh: (line) => [
    '-f',
    '-c',
    `zmodload zsh/zpty; zpty z zsh -f -i
zpty -w z 'PS1=; autoload -Uz compinit; compinit -u -D; ${installing.zsh}'
zpty -w z 'compadd() { local -a a; zparseopts -E -D -a o S: d: l
a=(\${(P)@[-1]}); print -r -- "<\${(F)a}>" >> offered; }'
zpty -w z 'bindkey "^I" complete-word'
zpty -n -w z $'${line}\\t'
for i in {1..100}; do [[ -s offered ]] && break; sleep 0.1; done
zpty -d z; cat offered | tr -d '<>'`,
  ],
};

// bash starts and answers at once; zsh first looks through all of its own completions, in a terminal of its own
describe.each(runs<Shell[]>(['bash'], Object.keys(scripts) as Shell[]))('%s', (shell) => {
  it.skipIf(!isThere(shell))(
    'offers commands, flags, values, paths and columns (skipped where it is not installed)',
    async () => {
      const { directory } = await trained();
      mkdirSync(join(directory, 'bin'));
      symlinkSync(join(repository, 'bin/mlp.js'), join(directory, 'bin/mlp'));
      const env = { PATH: `${join(directory, 'bin')}:${process.env.PATH}`, HOME: directory, TERM: 'xterm' };
      const offered = (line: string) => {
        spawnSync('rm', ['-f', join(directory, 'offered')]);
        const printed = execFileSync(shell, asking[shell](line), { cwd: directory, env, encoding: 'utf8' });
        return printed
          .trim()
          .split('\n')
          .map((each) => each.split('\t')[0]);
      };
      expect(offered('mlp predict runs/')).toContain('runs/small');
      expect(offered('mlp predict runs/small --keep i')).toEqual(['id']);
      const value = offered('mlp train c.json --set optimizer.type=adamw');
      expect(value).toEqual([shell === 'bash' ? 'adamw' : 'optimizer.type=adamw']);
      if (!isLong) return;
      expect(offered('mlp pre')).toEqual(['predict']);
      expect(offered('mlp predict runs/small --on-error ')).toEqual(['fail', 'skip', 'blank']);
      const key = offered('mlp train c.json --set optimizer.rh');
      expect(key).toEqual(['optimizer.rho=']);
    },
  );

  it.skipIf(!isThere(shell) || shell === 'bash')(
    'offers them by a file in a folder of its own, too (skipped where it is not installed)',
    async () => {
      const { directory } = await trained();
      const folders = { zsh: '.zsh/completions', fish: '.config/fish/completions' };
      const folder = join(directory, folders[shell as keyof typeof folders]);
      for (const each of [folder, join(directory, 'bin')]) mkdirSync(each, { recursive: true });
      symlinkSync(join(repository, 'bin/mlp.js'), join(directory, 'bin/mlp'));
      writeFileSync(join(folder, shell === 'zsh' ? '_mlp' : 'mlp.fish'), scripts[shell]);
      const env = { PATH: `${join(directory, 'bin')}:${process.env.PATH}`, HOME: directory, TERM: 'xterm' };
      const line = 'mlp predict runs/small --on-error ';
      const [, , program] = asking.zsh(line);
      const fromFile = program
        .replace(`; ${installing.zsh}`, '')
        .replace('autoload', `fpath=(${folder} $fpath); autoload`);
      const options = shell === 'zsh' ? ['-f', '-c', fromFile] : ['-c', `complete -C '${line}'`];
      const printed = execFileSync(shell, options, { cwd: directory, env, encoding: 'utf8' });
      expect(printed.trim().split('\n')).toEqual(['fail', 'skip', 'blank']);
    },
  );
});
