import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { requireSharable, sharingNote } from '../../src/cli/ranks.js';
import type { NamedConfig } from '../../src/config/index.js';
import type { Prepared } from '../../src/training/prepare.js';
import { repository, shell } from '../helpers/cli.js';
import { isLong, runs, sample } from '../helpers/runs.js';
import { dataset, iris, type Project, project } from './project.js';

/** Whether this machine has MPI; what needs it is skipped elsewhere. */
const hasMpi = (() => {
  try {
    execFileSync('mpirun', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const compiler = process.env.CC ?? 'cc';
/** Whether a library can be made that stands for another MPI. */
const hasCompiler = process.platform === 'linux' && spawnSync(compiler, ['--version']).status === 0;

const program = `node ${repository}/bin/mlp.js`;
/** Variables by which Open MPI runs as root, and with more ranks than cores. */
const env = {
  HOME: process.env.HOME ?? '/',
  OMPI_ALLOW_RUN_AS_ROOT: '1',
  OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1',
  OMPI_MCA_rmaps_base_oversubscribe: '1',
};
const mpirun = (line: string, { directory }: Project) =>
  shell(`mpirun ${line.replaceAll('MLP', program)}`, { cwd: directory, env });

/** Rows with a batch norm, masks, weights and clipping; a method of full batches; members of an ensemble. */
const digits = {
  data: { train: dataset('digits.csv'), target: 'digit', split: { type: 'random', validation: 0.2 } },
  layers: [
    { type: 'dense', units: 24, activation: 'relu' },
    { type: 'batch_norm' },
    { type: 'dropout', rate: 0.1 },
    { type: 'dense', units: 16, activation: 'tanh' },
  ],
  optimizer: 'adam',
  training: { epochs: 2, batch_size: 512, gradient_clip: { norm: 1 }, class_weight: 'balanced' },
};
const plain = [{ type: 'dense', units: 12, activation: 'tanh' }];
const configs = {
  'digits.json': digits,
  'full.json': { ...digits, layers: plain, optimizer: 'lbfgs', training: { epochs: 2, batch_size: 'full' } },
  'members.json': {
    ...digits,
    layers: [...plain, ...plain],
    ensemble: { type: 'shared', members: 4 },
    training: { epochs: 2, batch_size: 300 },
  },
};

const some: readonly (readonly [number, string])[] = [[2, '--backend wasm']];
const all = [1, 2, 3, 4].flatMap((ranks) =>
  ['js', 'wasm', 'native'].flatMap((backend) =>
    [1, 2].map((threads) => [ranks, `--backend ${backend} --threads ${threads}`] as const),
  ),
);

describe.skipIf(!hasMpi)(`mpirun mlp train${hasMpi ? '' : ': skipped, as there is no mpirun here'}`, () => {
  test.each(sample(Object.keys(configs), 1))('%s: any number of ranks has the same bits', async (config) => {
    const world = project(configs);
    await world.done(`train ${config} --out alone`);
    for (const [ranks, flags] of runs(some, all)) {
      const outcome = await mpirun(`-n ${ranks} MLP train ${config} --out ranks --force ${flags}`, world);
      expect(outcome, `${ranks} ranks ${flags}`).toMatchObject({ code: 0 });
      // one prints
      expect(outcome.stderr.match(/all epochs done|converged/g)).toHaveLength(1);
      if (ranks > 1) expect(outcome.stderr).toContain(`note: ${ranks} ranks share a batch of `);
      expect(world.sha256('ranks/model.safetensors')).toBe(world.sha256('alone/model.safetensors'));
      expect(world.history('ranks')).toEqual(world.history('alone'));
    }
  });

  test.runIf(isLong)(
    'a rank that dies ends the job; another number of ranks goes on from the checkpoint',
    async () => {
      const world = project({ 'digits.json': digits });
      await world.done('train digits.json --out alone --set training.epochs=6');
      // far more epochs than there is time for, until the second rank has been killed
      const long =
        'MLP train digits.json --out run --set training.checkpoint_every=1 --set training.epochs=100000';
      world.write(
        'killed.sh',
        `${long.replace('MLP', program)} & until [ -e run/checkpoint.safetensors ]; do sleep 0.05; done; ` +
          'kill -9 $!; wait $!',
      );
      const { code } = await mpirun(`-n 1 ${long} : -n 1 bash killed.sh`, world);
      expect(code).not.toBe(0);
      expect(existsSync(join(world.directory, 'run/model.safetensors'))).toBe(false);
      const epochs = world.history('run').length + 2;
      await world.done(`train digits.json --out alone --force --set training.epochs=${epochs}`);
      const resumed = await mpirun(
        `-n 3 MLP train digits.json --out run --resume --set training.epochs=${epochs}`,
        world,
      );
      expect(resumed).toMatchObject({ code: 0, stderr: expect.stringContaining('goes on after epoch') });
      expect(world.sha256('run/model.safetensors')).toBe(world.sha256('alone/model.safetensors'));
    },
  );

  test('ranks with other data, another config or none do not start', async () => {
    const rows = (n: number) => `x,y\n${Array.from({ length: n }, (_, i) => `${i % 7},${i % 2}\n`).join('')}`;
    const config = { data: { train: 'rows.csv', target: 'y' }, layers: [], training: { epochs: 1 } };
    const world = project({
      'rows.csv': rows(300),
      'a.json': config,
      'other/rows.csv': rows(301),
      'other/a.json': config,
      'seed/a.json': { ...config, data: { train: '../rows.csv', target: 'y' }, seed: 3 },
    });
    const beside = async (second: string, first = 'a.json') => {
      const { code, stderr, stdout } = await mpirun(
        `-n 1 MLP train ${first} --out run : -n 1 MLP train ${second} --out run`,
        world,
      );
      const [error] = stderr.match(/^error: .*$/gm) ?? [];
      return { code, stdout, error };
    };
    expect(await beside('other/a.json')).toEqual({
      code: 2,
      stdout: '',
      error: expect.stringMatching(
        /^error: rank 1 differs from rank 0: sha256 of data\.train is "[0-9a-f]{64}", not "/,
      ),
    });
    if (isLong)
      expect((await beside('seed/a.json')).error).toMatch(
        /^error: rank 1 differs from rank 0: config\.\S+ is /,
      );
    expect(await beside('none.json')).toEqual({
      code: 66,
      stdout: '',
      error: 'error: rank 1: none.json: config not found',
    });
    if (!isLong) return;
    // what all have is said once
    expect((await beside('none.json', 'none.json')).error).toBe('error: none.json: config not found');
    expect(existsSync(join(world.directory, 'run/model.safetensors'))).toBe(false);
  });

  test('says what ranks do not share, and refuses what they cannot', async () => {
    const world = project({ 'iris.json': iris(), 'digits.json': digits });
    const small = await mpirun('-n 2 MLP train iris.json --dry-run', world);
    expect(small).toMatchObject({ code: 0, stderr: expect.stringContaining('is not divided') });
    // what is said otherwise, and refused, has tests without mpirun below
    if (!isLong) return;
    const idle = await mpirun('-n 3 MLP train digits.json --dry-run --set training.batch_size=256', world);
    expect(idle.stderr).toContain('2 shards; 1 of them have none');
    for (const flags of ['--backend blas', '--set data.train=-']) {
      const { code, stderr } = await mpirun(`-n 2 MLP train digits.json ${flags}`, world);
      expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('under mpirun') });
    }
  });
});

/** The note of so many ranks on a training on so many rows. */
const said = (size: number, rows: number, training: object) =>
  sharingNote({ config: { training }, dataset: { train: { rows } } } as unknown as Prepared, { size });

describe('what is said of ranks', () => {
  test('how they share a batch, or why they do not', () => {
    expect(said(2, 2000, { batch_size: 1024 })).toBe('2 ranks share a batch of 1,024 rows: 8 shards');
    expect(said(3, 256, { batch_size: 'full' })).toBe(
      '3 ranks share a batch of 256 rows: 2 shards; 1 of them have none: fewer ranks are as fast',
    );
    expect(said(2, 2000, { batch_size: 32 })).toContain('a batch of 32 rows is not divided');
    expect(said(2, 2000, { batch_size: 512, objective: { type: 'vae' } })).toContain(
      'share a batch of 512 rows',
    );
    expect(said(2, 2000, { batch_size: 512, objective: { type: 'gan' } })).toContain('gan is not shared');
  });

  test('what they cannot share is refused', () => {
    const config = (data: object) => ({ data }) as unknown as NamedConfig;
    requireSharable(config({ train: ['a.csv', 'b.csv'], test: 'c.csv' }), 'native');
    expect(() => requireSharable(config({ train: 'a.csv' }), 'blas')).toThrow(
      /^--backend blas: .*under mpirun/,
    );
    for (const data of [{ train: '-' }, { train: 'a.csv', test: ['-'] }])
      expect(() => requireSharable(config(data), undefined)).toThrow(/^data from stdin .*under mpirun/);
  });
});

describe('without MPI', () => {
  const started = (rank: number) => ({
    PMI_RANK: String(rank),
    PMI_SIZE: '2',
    MLP_MPI_LIBRARY: 'libnone.so',
  });

  test('the first of several processes says what is missing', async () => {
    const { mlp } = project({ 'iris.json': iris() });
    const { code, stderr } = await mlp('train iris.json', { env: started(0) });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(
        /^error: mpirun has started 2 processes, but MLP_MPI_LIBRARY names libnone\.so/,
      ),
    });
    expect(await mlp('train iris.json', { env: started(1) })).toEqual({ code: 2, stdout: '', stderr: '' });
    const doctor = JSON.parse((await mlp('doctor --json', { env: started(0) })).stdout);
    expect(doctor).toMatchObject({ mpi: 'no', advice: { mpi: expect.stringContaining('libnone.so') } });
  });

  test.runIf(hasCompiler).each([
    [
      'Open MPI v4.1.4, package: Debian',
      ['MPI_Iallgather'],
      /it is Open MPI 4\.1\.4, and its handles are others/,
    ],
    ['MPICH Version:\t1.4.1', [], /MPICH 1\.4\.1 has no MPI_Iallgather: it is older than MPI 3/],
  ])('a library of another version is refused: %s', async (version, functions, reason) => {
    const { mlp, write, directory } = project({ 'iris.json': iris() });
    const text = JSON.stringify(version);
    write(
      'mpi.c',
      `int MPI_Get_library_version(char *text, int *length) {
        const char version[] = ${text};
        for (*length = 0; version[*length]; ++*length) text[*length] = version[*length];
        return 0;
      }
      ${functions.map((name) => `int ${name}(void) { return 0; }`).join('\n')}`,
    );
    const library = join(directory, 'mpi.so');
    execFileSync(compiler, ['-shared', '-fPIC', '-o', library, join(directory, 'mpi.c')]);
    const env = { ...started(0), MLP_MPI_LIBRARY: library };
    expect(await mlp('train iris.json', { env })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(reason),
    });
    const doctor = JSON.parse((await mlp('doctor --json', { env })).stdout);
    expect(doctor).toMatchObject({ mpi: 'no', advice: { mpi: expect.stringMatching(reason) } });
  });

  test('a process that mpirun has started alone trains as ever', async () => {
    const { done } = project({ 'iris.json': iris() });
    const { stderr } = await done('train iris.json', { env: { PMI_RANK: '0', PMI_SIZE: '1' } });
    expect(stderr).not.toContain('rank');
  });
});
