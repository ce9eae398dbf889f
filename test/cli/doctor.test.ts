import { describe, expect, test } from 'vitest';
import { nativeTiles } from '../helpers/portable_backends.js';
import { iris, project } from './project.js';

describe('mlp doctor', () => {
  test('shows what there is: backend, kernels, threads', async () => {
    const { done } = project({});
    const { stdout } = await done('doctor');
    for (const what of ['node', 'threads', 'backend', 'native', 'wasm', 'blas', 'mpi'])
      expect(stdout).toMatch(new RegExp(`^${what} +\\S`, 'm'));
    const found = JSON.parse((await done('doctor --json')).stdout);
    expect(found.backend).toMatch(nativeTiles.length > 0 ? /^native/ : /^wasm/);
    const lacking = ['native', 'blas', 'mpi'].filter((name) => found[name].startsWith('no'));
    expect(Object.keys(found.advice)).toEqual([
      ...(Number.parseInt(process.versions.node, 10) < 22 ? ['node'] : []),
      ...lacking,
    ]);
  });

  test.each(nativeTiles)('MLP_NATIVE_TILE=%s has those kernels compute, to the same bits', async (tile) => {
    const { done, sha256 } = project({ 'iris.json': iris() });
    const env = { MLP_NATIVE_TILE: tile };
    expect(JSON.parse((await done('doctor --json', { env })).stdout).native).toContain(tile);
    await done('train iris.json --out native', { env });
    await done('train iris.json --out js --backend js');
    expect(sha256('native/model.safetensors')).toBe(sha256('js/model.safetensors'));
  });

  test('a tile that there is not is refused, with those that there are', async () => {
    const { mlp } = project({ 'iris.json': iris() });
    for (const command of ['doctor', 'train iris.json']) {
      const { code, stderr } = await mlp(command, { env: { MLP_NATIVE_TILE: 'avx' } });
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr:
          'error: MLP_NATIVE_TILE in the environment: "avx" is none of avx512, avx2, plain; did you mean "avx2"?\n',
      });
    }
  });
});
