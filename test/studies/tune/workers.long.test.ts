import { execFile, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { dataset, project } from '../../cli/project.js';
import { repository } from '../../helpers/cli.js';

const program = join(repository, 'bin/mlp.js');
const config = {
  name: 'digits',
  data: {
    train: dataset('digits.csv'),
    target: 'digit',
    split: { type: 'random', validation: 0.2, test: 0.2 },
  },
  layers: [{ type: 'dense', units: 32, activation: 'relu' }],
  optimizer: 'adam',
  training: { epochs: 4, batch_size: 64 },
};
const space = {
  'optimizer.learning_rate': { log_uniform: [1e-4, 1e-1] },
  'layers.0.units': { int: [8, 64], log: true },
  'layers.0.activation': { choice: ['relu', 'tanh'] },
};
const args = ['tune', 'digits.json', '--space', 'space.json', '--metric', 'accuracy'];

const hasMpirun = (() => {
  try {
    execFileSync('mpirun', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

// Open MPI wants to be told that root and more processes than cores are meant
const env = {
  ...process.env,
  ...{
    OMPI_ALLOW_RUN_AS_ROOT: '1',
    OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1',
    OMPI_MCA_rmaps_base_oversubscribe: '1',
  },
};

test.each([
  { trials: 60, flags: [] },
  { trials: 15, flags: ['--folds', '3'] },
])(
  'one study by 1, 2 and 4 at once, killed five times, and by three processes, where there is an mpirun: %j',
  async ({ trials, flags }) => {
    const { directory } = project({ 'digits.json': config, 'space.json': space });
    const words = (out: string, ...more: string[]) => [
      ...[program, ...args, '--trials', String(trials), ...flags, '--quiet', '--out', out],
      ...more,
    ];
    const sha = (out: string) =>
      ['trials.jsonl', 'best.json'].map((name) =>
        createHash('sha256')
          .update(readFileSync(join(directory, out, name)))
          .digest('hex'),
      );
    const run = (command: string, words: readonly string[]) =>
      promisify(execFile)(command, words, { cwd: directory, env });
    const node = process.execPath;
    await run(node, words('alone', '--threads', '1'));
    const alone = sha('alone');
    for (const threads of ['2', '4']) {
      await run(node, words(threads, '--threads', threads));
      expect(sha(threads), `--threads ${threads}`).toEqual(alone);
    }

    const lines = () => {
      const path = join(directory, 'killed/trials.jsonl');
      return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 2 : 0;
    };
    for (const part of [0.05, 0.2, 0.4, 0.6, 0.8]) {
      const least = Math.ceil(part * trials);
      const child = spawn(node, words('killed', '--threads', '2', '--resume'), { cwd: directory });
      const end = new Promise((resolve) => child.on('exit', resolve));
      while (lines() < least) await new Promise((resolve) => setTimeout(resolve, 5));
      child.kill('SIGKILL');
      await end;
      expect(lines()).toBeLessThan(trials);
    }
    await run(node, words('killed', '--threads', '2', '--resume'));
    expect(sha('killed'), 'killed five times').toEqual(alone);

    if (!hasMpirun) return console.log('no mpirun here (MPICH or Open MPI): three processes are not tried');
    await run('mpirun', ['-n', '3', node, ...words('ranks')]);
    expect(sha('ranks'), 'mpirun -n 3').toEqual(alone);
  },
);
