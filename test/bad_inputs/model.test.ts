import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type Tensor } from '../../src/files/index.js';
import { decodeModel } from '../../src/model/model.js';
import type { Project } from '../cli/project.js';
import { fileOf } from '../files/safetensors_file.js';
import { shell } from '../helpers/cli.js';
import { config, type Part, refused, withModel } from './support.js';

const file = 'model/model.safetensors';
const bytesOf = ({ directory }: Project): Uint8Array => readFileSync(join(directory, file));

/** A model file in the place of the good one is refused by whoever reads it. */
async function refusedModel(world: Project, bytes: Uint8Array, ...parts: Part[]) {
  world.write(file, bytes);
  await refused(world, 'predict model', 65, [`error: ${file}: `, ...parts], { stdin: 'x\n1\n' });
  await refused(world, 'inspect model', 65, [`error: ${file}: `, ...parts]);
  await refused(world, `train c.json --out other --set training.init_from=${file}`, 65, [
    `error: ${file}: `,
    ...parts,
  ]);
}

/** A file of one tensor `w` with this entry in its header. */
const tensor = (entry: string, data: Uint8Array = new Uint8Array(16)) => fileOf(`{"w":${entry}}`, data);
const entry = (shape: string, offsets: string, dtype = '"F64"') =>
  `{"dtype":${dtype},"shape":${shape},"data_offsets":${offsets}}`;

/** The length that a header says it has, and what follows. */
const header = (length: bigint, rest: string | Uint8Array = '{}') => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(length);
  return Buffer.concat([bytes, Buffer.from(rest)]);
};

describe('files that are no safetensors', () => {
  test.each<[row: string, ...cases: [bytes: Uint8Array, ...parts: Part[]][]]>([
    [
      'row 46: 0 to 7 bytes; a header longer than the file, than 2^63, than the cap',
      ...[0, 1, 7].map((length): [Uint8Array, ...Part[]] => [
        new Uint8Array(length),
        `${length} bytes long; expected 8`,
        'is the file cut off',
      ]),
      [header(3n), 'says that its header is 3 bytes long; expected no more than the 2 that follow'],
      [header(2n ** 63n), 'says that its header is 9223372036854775808 bytes long'],
      [header(2n ** 64n - 1n), 'says that its header is 18446744073709551615 bytes long'],
      [header(100_000_001n), 'and the 100000000 that the format allows'],
      [header(0n, ''), 'the header is empty; expected "{"'],
    ],
    [
      'row 47: a header that is not UTF-8, not JSON, not an object',
      [fileOf(Buffer.from('{"\xff":1}', 'latin1')), 'the header is not valid UTF-8'],
      [fileOf('{"a":}'), 'the header is not valid JSON'],
      [fileOf('{}{}'), 'the header is not valid JSON'],
      [fileOf('[]'), 'begins with the byte 0x5b; expected "{"'],
      [fileOf(' {}'), 'begins with the byte 0x20; expected "{"'],
      [fileOf(`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`), 'is nested more than 3 deep'],
    ],
    [
      'row 48: tensors that overlap, leave a hole or bytes, end before they begin, or lie nowhere',
      [fileOf(`{"v":${entry('[1]', '[0,8]')},"w":${entry('[1]', '[0,8]')}}`, new Uint8Array(8)), 'overlaps'],
      [
        fileOf(`{"v":${entry('[1]', '[0,8]')},"w":${entry('[1]', '[4,12]')}}`, new Uint8Array(12)),
        'overlaps',
      ],
      [fileOf(`{"v":${entry('[1]', '[0,8]')},"w":${entry('[1]', '[16,24]')}}`, new Uint8Array(24)), 'a hole'],
      [tensor(entry('[1]', '[0,8]')), 'bytes after the last tensor', 'take 8 bytes, but 16 follow'],
      [tensor(entry('[3]', '[0,24]')), 'the file is cut off', 'take 24 bytes, but 16 follow'],
      [tensor(entry('[1]', '[8,0]')), 'data_offsets 8 to 0 hold -8'],
      [tensor(entry('[1]', '[-8,0]')), 'data_offsets.0 is not right'],
      [tensor(entry('[1]', '[0.5,8.5]')), 'data_offsets.0 is not right'],
      [tensor(entry('[1]', '[9007199254740992,9007199254741000]')), 'data_offsets.0 is not right'],
    ],
    [
      'row 49: a shape that does not fit its bytes, a dtype that is not F64',
      [tensor(entry('[3]', '[0,16]')), 'the shape [3] of F64, which takes 24 bytes', 'hold 16'],
      [tensor(entry('[-1,-2]', '[0,16]')), 'shape.0 is not right'],
      [tensor(entry('[9007199254740991,9007199254740991]', '[0,16]')), 'takes too many bytes'],
      [tensor(entry('[8]', '[0,16]', '"BF16"')), 'has the dtype "BF16"; expected F64'],
      [tensor(entry('[2]', '[0,16]', '8')), 'dtype is not right'],
    ],
    [
      'row 50: tensor names twice, or __proto__',
      [fileOf(`{"w":${entry('[0]', '[0,0]')},"w":1}`), 'has the key "w" twice'],
      [fileOf(`{"w":${entry('[0]', '[0,0]')},"\\u0077":1}`), 'has the key "w" twice'],
      [fileOf(`{"__proto__":${entry('[0]', '[0,0]')}}`), '"__proto__" has a name that is not allowed'],
    ],
    [
      'row 52: NaN and Inf',
      [tensor(entry('[2]', '[0,16]'), weights(0, Number.NaN)), 'holds NaN at [1]'],
      [tensor(entry('[2]', '[0,16]'), weights(-Infinity, 0)), 'holds -Infinity at [0]'],
    ],
  ])('%s', async (_, ...cases) => {
    const world = await withModel();
    for (const [bytes, ...parts] of cases) await refusedModel(world, bytes, ...parts);
  });

  test('row 51: a million tensors take bounded time', async () => {
    const world = await withModel();
    const names = Array.from({ length: 1_000_000 }, (_, i) => `"${i}":[]`);
    world.write(file, fileOf(`{${names}}`));
    await refused(world, 'inspect model', 65, ['the header has more than 100000 tensors']);
  });
});

function weights(...values: number[]): Uint8Array {
  return new Uint8Array(Float64Array.from(values).buffer);
}

/** The good model with something changed, and its hash made good: what a forger would write. */
function forged(
  world: Project,
  change: (tensors: Map<string, Tensor>, metadata: Record<string, string>) => void,
): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(bytesOf(world), file, {
    dtypes: ['F64'],
    requireHash: true,
  });
  const [changed, described] = [new Map(tensors), { ...metadata }];
  delete described.sha256;
  change(changed, described);
  return encodeSafetensors(changed, described);
}

describe('files whose hash is right, and that are no model all the same', () => {
  test('row 49, 50, 52: tensors that are missing, too many, or of other sizes', async () => {
    const world = await withModel({}, { layers: [{ type: 'dense', units: 2 }] });
    const good = bytesOf(world);
    const cases: [(tensors: Map<string, Tensor>) => void, ...Part[]][] = [
      [(tensors) => tensors.delete('head.bias'), 'do not fit the config: head.bias is missing'],
      [
        (tensors) => tensors.set('extra', { shape: [1], data: new Float64Array(1) }),
        '"extra" is not in the network',
      ],
      [
        (tensors) => tensors.set('head.bias', { shape: [2], data: new Float64Array(2) }),
        'head.bias is [2], expected [1]',
      ],
      [
        (tensors) => tensors.set('layers.0.weight', { shape: [1, 2], data: new Float64Array(2) }),
        'layers.0.weight is [1,2], expected [2,1]',
      ],
    ];
    for (const [change, ...parts] of cases) {
      world.write(file, good);
      await refusedModel(world, forged(world, change), ...parts);
    }
  });

  test('row 55: a newer format version, and one that never was', async () => {
    const world = await withModel();
    const good = bytesOf(world);
    for (const [version, message] of [
      ['3', 'format version 3 is newer than this mlp reads (2); update mlp'],
      ['1', 'format version 1 is older than this mlp reads (2); train again'],
      ['0', 'the file was changed or damaged'],
      ['x', 'the file was changed or damaged'],
    ]) {
      world.write(file, good);
      world.write(
        file,
        forged(world, (_, metadata) => {
          metadata.format_version = version;
        }),
      );
      await refused(world, 'predict model', 65, [`error: ${file}: `, message], { stdin: 'x\n1\n' });
    }
  });

  test('row 71 (added): a config, preprocessing or summary that is none is wrong in the model', async () => {
    const world = await withModel();
    const good = bytesOf(world);
    const large = JSON.stringify(config({}, { layers: [{ type: 'dense', units: 1e9 }] }));
    for (const [key, value, ...parts] of [
      ['config', '{', 'not valid JSON'],
      ['config', large, '1,000,000,000 units need 16,000,000,000 bytes'],
      ['config', '{"data":{"train":"d.csv","__proto__":{}}}', '__proto__ cannot be a key'],
      ['config', '{"data":{"train":"d.csv"}}', 'lacks what training fills in'],
      ['preprocessing', '{}', 'preprocessing: is not what mlp writes'],
      ['preprocessing', 'null', 'preprocessing: is not what mlp writes'],
      ['summary', '{"outputs":1e300}', 'summary: is not what mlp writes'],
      ['format', 'other', 'is no model of mlp'],
    ]) {
      world.write(file, good);
      const bytes = forged(world, (_, metadata) => {
        metadata[key] = value;
      });
      world.write(file, bytes);
      await refused(world, 'predict model', 65, [`error: ${file}: `, ...parts], { stdin: 'x\n1\n' });
    }
  });

  test('row 55: nothing that a model names is opened', async () => {
    const world = await withModel();
    const before = (await world.done('predict model', { stdin: 'x\n1\n' })).stdout;
    const bytes = forged(world, (_, metadata) => {
      const stored = JSON.parse(metadata.config);
      stored.data.train = './pipe';
      stored.training.init_from = './pipe';
      metadata.config = JSON.stringify(stored);
    });
    world.write(file, bytes);
    // Whoever opens a pipe that nobody writes into waits for ever.
    const line = "mkfifo pipe model/pipe && printf 'x\\n1\\n' | mlp predict model";
    const { code, stdout } = await shell(line, { cwd: world.directory });
    expect({ code, stdout }).toEqual({ code: 0, stdout: before });
    expect((await shell('mlp inspect model', { cwd: world.directory })).code).toBe(0);
  });
});

describe('damage', () => {
  test('row 53: a file cut off anywhere, or with a bit turned in any byte, is refused', async () => {
    const world = await withModel();
    const good = bytesOf(world);
    for (let length = 0; length < good.length; length++)
      expect(() => decodeModel(good.subarray(0, length), file)).toThrow(`${file}: `);
    const damaged = good.slice();
    for (const [i, byte] of good.entries()) {
      damaged[i] = byte ^ (1 << (i & 7));
      expect(() => decodeModel(damaged, file), `byte ${i}`).toThrow(`${file}: `);
      damaged[i] = byte;
    }
    for (const length of [9, good.length - 1]) await refusedModel(world, good.subarray(0, length));
    for (const i of [3, 100, good.length - 5]) {
      damaged[i] ^= 16;
      await refusedModel(world, damaged);
      damaged[i] ^= 16;
    }
  });

  test('row 54: a checkpoint of another config or of other data is refused, with the difference', async () => {
    const world = await withModel({}, { training: { epochs: 4, checkpoint_every: 1 } });
    const resume = 'train c.json --out model --resume';
    await refused(world, `${resume} --set training.l2=0.1`, 65, [
      'error: model/checkpoint.safetensors: belongs to another config: config.training.l2 was 0, now 0.1',
      'train without --resume',
    ]);
    await refused(world, `${resume} --seed 1`, 65, ['config.seed was 0, now 1']);
    world.write('d.csv', 'x,y\n1,a\n2,b\n3,a\n5,b\n');
    await refused(world, resume, 65, ['belongs to other data: data.train was "']);
    world.write('d.csv', 'x,y\n1,a\n2,b\n3,a\n4,b\n');
    const checkpoint = 'model/checkpoint.safetensors';
    const good = readFileSync(join(world.directory, checkpoint));
    for (const bytes of [good.subarray(0, 100), good.subarray(0, -1), bytesOf(world)]) {
      world.write(checkpoint, bytes);
      await refused(world, resume, 65, [`error: ${checkpoint}: `]);
    }
  });

  test('row 72 (added): what is no model is named', async () => {
    const world = await withModel();
    for (const [path, code, ...parts] of [
      ['none', 66, 'none: model not found'],
      ['modle', 66, 'did you mean "model"?'],
      ['.', 66, 'no model here; looked for model.safetensors'],
      ['c.json', 65, 'is a JSON file, not a model'],
      ['d.csv', 65, 'd.csv: '],
      ['/dev/null', 65, '/dev/null: 0 bytes long'],
    ] as const)
      await refused(world, `predict ${path}`, code, parts, { stdin: 'x\n1\n' });
  });
});
