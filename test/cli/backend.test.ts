import { Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createContext } from '../../src/cli/context.js';
import { kernelsFor } from '../../src/cli/kernels.js';
import { backends } from '../../src/kernels/index.js';
import { hasLibrary } from '../helpers/blas.js';
import { dataset, iris, project } from './project.js';

/** One step on all rows: the products are large enough for the library. */
const digits = {
  data: { train: dataset('digits.csv'), target: 'digit', split: { type: 'random', validation: 0.3 } },
  layers: [{ type: 'dense', units: 32, activation: 'tanh' }],
  optimizer: { type: 'sgd', learning_rate: 0.1 },
  training: { epochs: 1, batch_size: 'full' },
};

describe('--backend blas', () => {
  test.skipIf(!hasLibrary)('trains, evaluates and predicts, and says once that bits may differ', async () => {
    const { done, json } = project({ 'digits.json': digits });
    const { stderr } = await done('train digits.json --out blas --backend blas --threads 2', {
      env: { MLP_BLAS_LIBRARY: '' },
    });
    expect(stderr.match(/matrix products by .*: their last bits may differ/g)).toHaveLength(1);
    await done('train digits.json --out wasm');
    // sums of at most 1,258 products: γ = 1.4e-13, which the few operations of one step in one direction hardly grow
    const [loss, reference] = ['blas', 'wasm'].map((run) => json(`${run}/metrics.json`).validation.loss);
    expect(Math.abs(loss - reference) / reference).toBeLessThan(1e-11);
    for (const command of ['eval blas', `predict blas ${dataset('digits.csv')}`])
      expect((await done(`${command} --backend blas`)).stderr).toContain('may differ');
    expect((await done('eval blas --backend blas --quiet')).stderr).toBe('');
    expect((await done('eval wasm')).stderr).not.toContain('differ');
  });

  test('without a library says so, exits with 2, and leaves no run behind', async () => {
    const { mlp, done } = project({ 'iris.json': iris() });
    const env = { MLP_BLAS_LIBRARY: '/no/such/libopenblas.so' };
    const { code, stderr } = await mlp('train iris.json --backend blas', { env });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(
        /^error: --backend blas: (MLP_BLAS_LIBRARY names \/no\/such|the package koffi)/,
      ),
    });
    expect((await mlp('eval runs/iris')).code).toBe(66);
    // the variable alone names no backend
    await done('train iris.json', { env });
  });

  test('is explained by --help', async () => {
    const { stdout } = await project({}).done('train --help');
    const help = stdout.replace(/\s+/g, ' ');
    expect(help).toContain(
      'blas is the BLAS library of this system, or MLP_BLAS_LIBRARY, for products: its bits may differ',
    );
  });
});

describe('a network beyond what WebAssembly can address', () => {
  const choose = (options: Parameters<typeof kernelsFor>[0], bytes: number) => {
    let stderr = '';
    const sink = new Writable({
      write(chunk, _, done) {
        stderr += chunk;
        done();
      },
    });
    const io = {
      stdin: Readable.from([]),
      stdout: sink,
      stderr: sink,
      env: {},
      cwd: '',
      onSignal: () => () => {},
    };
    const { name } = kernelsFor(options, createContext(io, []), bytes);
    return { name, stderr };
  };
  const GiB = 2 ** 30;

  test('is the plain backend’s where nobody names one, which is said', () => {
    expect(choose({}, 5 * GiB)).toEqual({
      name: 'js',
      stderr: expect.stringMatching(
        /^note: training claims 5,368,709,120 bytes, more than native can address: the backend js/,
      ),
    });
    expect(choose({ quiet: true }, 5 * GiB)).toEqual({ name: 'js', stderr: '' });
    expect(choose({}, 4 * GiB).name).toBe('js');
  });

  test('is not where one is named, or where it fits', () => {
    expect(choose({ backend: 'wasm' }, 5 * GiB)).toEqual({ name: 'wasm', stderr: '' });
    const usual = backends.native.name;
    expect(choose({}, 3.9 * GiB)).toEqual({ name: usual, stderr: '' });
    expect(choose({}, 0)).toEqual({ name: usual, stderr: '' });
  });
});
