import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type Tensor } from '../../src/files/index.js';
import { decodeModel, loadModel, type MlpError, restoreNetwork } from '../../src/index.js';
import { encodeModel } from '../../src/model/model.js';
import { dataset, iris, type Project, project } from '../cli/project.js';
import { expectSameBits } from '../training/support.js';

const layers = [
  { type: 'dense', units: 5, activation: { type: 'elu', alpha: 0.5 } },
  { type: 'batch_norm' },
  { type: 'residual', layers: [{ type: 'dense', units: 5, activation: 'tanh' }, { type: 'layer_norm' }] },
];

let bytes: Uint8Array;
let metadata: Record<string, string>;
let tensors: Map<string, Tensor>;

/** The bytes of a model file with some of it replaced; undefined takes a key away. */
function changed(
  newMetadata: Readonly<Record<string, string | undefined>>,
  newTensors = tensors,
): Uint8Array {
  const merged = Object.entries({ ...metadata, ...newMetadata }).filter(([, value]) => value !== undefined);
  return encodeSafetensors(newTensors, Object.fromEntries(merged) as Record<string, string>);
}

beforeAll(async () => {
  const { default: fs } = await import('node:fs');
  const { default: os } = await import('node:os');
  const directory = fs.mkdtempSync(join(os.tmpdir(), 'mlp-test-'));
  fs.writeFileSync(join(directory, 'iris.json'), JSON.stringify(iris({ layers })));
  const { mlp } = await import('../helpers/cli.js');
  await mlp(['train', 'iris.json', '--out', 'run', '--quiet'], { cwd: directory });
  // A copy: a Buffer's slice shares its memory.
  bytes = new Uint8Array(readFileSync(join(directory, 'run/model.safetensors')));
  fs.rmSync(directory, { recursive: true });
  const decoded = decodeSafetensors(bytes, 'model', { dtypes: ['F64'], requireHash: true });
  const { mlp_sha256: _, ...rest } = decoded.metadata as Record<string, string>;
  metadata = rest;
  tensors = new Map(decoded.tensors);
});

const failure = (source: Uint8Array): Pick<MlpError, 'failure' | 'message'> => {
  try {
    decodeModel(source, 'model');
  } catch (error) {
    const { failure: kind, message } = error as MlpError;
    return { failure: kind, message };
  }
  throw new Error('was read without an error');
};

describe('a model file', () => {
  test('read and written again is the same model, to the bit', () => {
    const model = decodeModel(bytes, 'model');
    const network = restoreNetwork(model, 7);
    for (const { name, view } of network.tensors) expectSameBits(view, model.tensors.get(name)!.data);
    const again = encodeModel(network, model.config, model.preprocessing, model.summary);
    expect(decodeModel(again, 'again')).toEqual(model);
    for (const [name, { data }] of decodeModel(again, 'again').tensors)
      expectSameBits(data, model.tensors.get(name)!.data);
  });

  test('has a name and a shape for each tensor', () => {
    const shapes = Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape.join(',')]));
    expect(shapes).toEqual({
      'layers.0.weight': '5,4',
      'layers.0.bias': '5',
      'layers.1.weight': '5',
      'layers.1.bias': '5',
      'layers.1.running_mean': '5',
      'layers.1.running_var': '5',
      'layers.2.layers.0.weight': '5,5',
      'layers.2.layers.0.bias': '5',
      'layers.2.layers.1.weight': '5',
      'layers.2.layers.1.bias': '5',
      'head.weight': '3,5',
      'head.bias': '3',
    });
  });

  test('says in its metadata how to use it: format, config with every default, preprocessing, classes', () => {
    expect(metadata).toMatchObject({ format: 'mlp', format_version: '2' });
    expect(JSON.parse(metadata.classes)).toEqual(['setosa', 'versicolor', 'virginica']);
    const config = JSON.parse(metadata.config);
    expect(config.head).toMatchObject({
      activation: { type: 'softmax' },
      loss: { type: 'cross_entropy', label_smoothing: 0 },
    });
    expect(config.layers[0].activation).toEqual({ type: 'elu', alpha: 0.5 });
    expect(config.optimizer).toMatchObject({ beta1: 0.9, beta2: 0.999 });
    expect(JSON.parse(metadata.preprocessing).features).toHaveLength(4);
    expect(JSON.parse(metadata.summary)).toMatchObject({
      epochs: 6,
      seed: 0,
      rows: { train: 90, validation: 30, test: 30 },
    });
  });
});

describe('a file that is no model of this version', () => {
  test('of a newer format', () => {
    expect(failure(changed({ format_version: '3' }))).toEqual({
      failure: 'data',
      message: 'model: format version 3 is newer than this mlp reads (2); update mlp',
    });
  });

  test('without metadata, or of another program', () => {
    for (const source of [encodeSafetensors(tensors, {}), changed({ format: 'pt' })]) {
      const { failure: kind, message } = failure(source);
      expect(kind).toBe('data');
      expect(message).toContain('is no model of mlp');
      expect(message).toContain('training.init_from');
    }
  });

  test('with a bit turned, anywhere, or cut short', () => {
    for (let at = 0; at < bytes.length; at += 97) {
      const damaged = bytes.slice();
      damaged[at] ^= 4;
      expect(failure(damaged).failure, `byte ${at}`).toBe('data');
    }
    for (const length of [0, 7, 8, 100, bytes.length - 1])
      expect(failure(bytes.slice(0, length)).failure).toBe('data');
  });

  test('with metadata that are not what mlp writes', () => {
    for (const key of ['config', 'preprocessing', 'summary', 'format_version'])
      for (const value of [undefined, '', '{}', 'null', '[]', '{"a":']) {
        const { failure: kind, message } = failure(changed({ [key]: value }));
        expect(['data', 'config']).toContain(kind);
        expect(message, `${key} ${value}`).toMatch(/^model/);
      }
  });

  test('with tensors that do not fit the config: the first few are named', () => {
    const without = new Map(tensors);
    without.delete('head.bias');
    expect(failure(changed({}, without)).message).toContain('head.bias is missing');
    const more = new Map([...tensors, ['extra', { shape: [1], data: new Float64Array(1) }] as const]);
    expect(failure(changed({}, more)).message).toContain('"extra" is not in the network');
    const turned = new Map(tensors).set('head.weight', { ...tensors.get('head.weight')!, shape: [5, 3] });
    expect(failure(changed({}, turned)).message).toContain('head.weight is [5,3], expected [3,5]');
    const others = new Map([...tensors].map(([name, tensor]) => [`module.${name}`, tensor]));
    expect(failure(changed({}, others)).message).toMatch(/; and \d+ more$/);
  });

  test('with a config that asks for more memory than there is: nothing is claimed', () => {
    const config = JSON.parse(metadata.config);
    config.layers[0].units = 2 ** 24;
    const { failure: kind } = failure(changed({ config: JSON.stringify(config) }));
    expect(['data', 'config']).toContain(kind);
  });
});

describe('from the command line', () => {
  const withModel = (content: Uint8Array): Project => {
    const world = project({});
    world.write('m.safetensors', content);
    return world;
  };

  test('a model file is complete by itself: predict needs nothing else', async () => {
    const { stdout } = await withModel(bytes).done(`predict m.safetensors ${dataset('iris.csv')}`);
    expect(stdout.split('\n')).toHaveLength(152);
  });

  test.each(['predict', 'eval', 'inspect', 'gradcheck'])(
    '%s refuses a damaged one with 65',
    async (command) => {
      const damaged = bytes.slice();
      damaged[damaged.length - 1] ^= 1;
      const { mlp } = withModel(damaged);
      const { code, stdout, stderr } = await mlp(`${command} m.safetensors`, { stdin: 'a\n1\n' });
      expect({ code, stdout }).toEqual({ code: 65, stdout: '' });
      expect(stderr).toContain('m.safetensors');
      expect(stderr.trimEnd()).not.toContain('\n');
    },
  );

  test('paths that a model names are not opened', async () => {
    const config = JSON.parse(metadata.config);
    config.data.train = '/etc/passwd';
    config.training.init_from = '/etc/passwd';
    const { done } = withModel(changed({ config: JSON.stringify(config) }));
    const { stderr } = await done(`predict m.safetensors ${dataset('iris.csv')}`);
    expect(stderr).toBe('');
    expect(() => loadModel('/nowhere')).toThrow(expect.objectContaining({ failure: 'no_input' }));
  });
});

describe('training.init_from', () => {
  const start = (dtype: 'F64' | 'F32') => {
    // 4-2-3: numbers that both types hold
    const values = (length: number, first: number) => Array.from({ length }, (_, i) => (first + i + 0.5) / 8);
    const tensor = (shape: number[], first: number): Tensor => {
      const all = values(
        shape.reduce((a, b) => a * b, 1),
        first,
      );
      return { shape, data: dtype === 'F64' ? Float64Array.from(all) : Float32Array.from(all) } as Tensor;
    };
    return new Map([
      ['layers.0.weight', tensor([2, 4], -3)],
      ['layers.0.bias', tensor([2], 1)],
      ['head.weight', tensor([3, 2], -2)],
      ['head.bias', tensor([3], 5)],
    ]);
  };
  const small = iris({
    layers: [{ type: 'dense', units: 2 }],
    optimizer: { type: 'sgd', learning_rate: 1e-300 },
    training: { epochs: 1, init_from: 'start.safetensors' },
  });

  test.each(['F64', 'F32'] as const)('a bare file of %s', async (dtype) => {
    const world = project({ 'c.json': small });
    world.write(
      'start.safetensors',
      dtype === 'F64' ? encodeSafetensors(start('F64'), {}) : bareF32(start('F32')),
    );
    await world.done('train c.json --out run');
    const { tensors: trained } = loadModel(join(world.directory, 'run'));
    for (const [name, { data }] of start('F64')) expectSameBits(trained.get(name)!.data, data);
  });

  test('names and shapes that do not fit are named, and nothing is written', async () => {
    const world = project({ 'c.json': small });
    const wrong = new Map(start('F64'));
    wrong.delete('head.bias');
    wrong.set('head.weight', { shape: [2, 3], data: new Float64Array(6) });
    wrong.set('fc.weight', { shape: [1], data: new Float64Array(1) });
    world.write('start.safetensors', encodeSafetensors(wrong, {}));
    const { code, stderr } = await world.mlp('train c.json --out run');
    expect(code).toBe(65);
    for (const part of [
      'head.weight is [2,3], expected [3,2]',
      'head.bias is missing',
      '"fc.weight" is not in the network',
    ])
      expect(stderr).toContain(part);
    expect(() => world.read('run/.lock')).toThrow();
  });
});

/**
 * Encodes tensors as another program writes them: F32, no metadata. See the format's description,
 * https://github.com/huggingface/safetensors.
 */
function bareF32(all: ReadonlyMap<string, Tensor>): Uint8Array {
  let offset = 0;
  const header: Record<string, object> = {};
  for (const [name, { shape, data }] of all) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + 4 * data.length] };
    offset += 4 * data.length;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const parts = [...all.values()].map(({ data }) => Buffer.from(Float32Array.from(data).buffer));
  return Buffer.concat([length, text, ...parts]);
}
