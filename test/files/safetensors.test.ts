import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type Tensor } from '../../src/files/index.js';
import { isLong } from '../helpers/runs.js';
import { fileOf } from './safetensors_file.js';

const strict = { dtypes: ['F64'], requireHash: true } as const;
const foreign = { dtypes: ['F64', 'F32'], requireHash: false } as const;

const tensor = fc.array(fc.nat({ max: 4 }), { maxLength: 3 }).chain((shape) => {
  const length = shape.reduce((product, size) => product * size, 1);
  const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
    minLength: length,
    maxLength: length,
  });
  return values.map((data): Tensor => ({ shape, data: Float64Array.from(data) }));
});
const anyString = fc.string({ unit: 'binary' });
const tensorName = anyString.filter(
  (name) => name !== '__metadata__' && !(name in {}) && name !== 'prototype',
);
const tensorMap = fc.array(fc.tuple(tensorName, tensor), { maxLength: 5 }).map((list) => new Map(list));
const metadataOf = fc.dictionary(anyString, anyString, { maxKeys: 5, noNullPrototype: true });

describe('round trip', () => {
  it('gives back names, shapes, the bits of every value, and the metadata', () => {
    fc.assert(
      fc.property(tensorMap, metadataOf, (tensors, metadata) => {
        const file = encodeSafetensors(tensors, metadata);
        const back = decodeSafetensors(file, 'x', strict);
        expect(new Set(back.tensors.keys())).toEqual(new Set(tensors.keys()));
        for (const [name, { shape, data }] of tensors) {
          const found = back.tensors.get(name)!;
          expect(found.shape).toEqual(shape);
          expect(new Uint8Array(found.data.buffer)).toEqual(new Uint8Array(data.buffer)); // -0 and subnormals too
        }
        const { sha256, ...rest } = back.metadata;
        expect(sha256).toMatch(/^[0-9a-f]{64}$/);
        const { sha256: _replaced, ...given } = metadata;
        expect(Object.entries(rest)).toEqual(Object.entries(given));
        expect(encodeSafetensors(tensors, metadata)).toEqual(file);
      }),
    );
  });

  it('keeps the extremes of float64', () => {
    const data = Float64Array.of(-0, 5e-324, -2.2250738585072009e-308, Number.MAX_VALUE, 0.1);
    const file = encodeSafetensors(new Map([['w', { shape: [5], data }]]), {});
    const back = decodeSafetensors(file, 'x', strict).tensors.get('w')!.data;
    expect([...back].map((value, i) => Object.is(value, data[i]))).toEqual(Array(5).fill(true));
  });

  it('takes a view into a larger buffer, at an odd address', () => {
    const file = encodeSafetensors(new Map([['w', { shape: [], data: Float64Array.of(7) }]]), {});
    const larger = new Uint8Array(file.length + 3);
    larger.set(file, 3);
    const back = decodeSafetensors(larger.subarray(3), 'x', strict);
    expect(back.tensors.get('w')).toEqual({ shape: [], data: Float64Array.of(7) });
  });
});

describe('the bytes', () => {
  const tensors = new Map([
    ['b', { shape: [2, 1], data: Float64Array.of(1, -2) }],
    ['a', { shape: [0], data: new Float64Array() }],
    ['7', { shape: [], data: Float64Array.of(0.5) }],
  ]);

  it('are the published layout, in the order of the map, the data at a multiple of 8', () => {
    const file = encodeSafetensors(tensors, { é: '"', '3': '' });
    const sha256 = Buffer.from(file.subarray(35, 99)).toString();
    const header =
      `{"__metadata__":{"sha256":"${sha256}","3":"","é":"\\""},` +
      '"b":{"dtype":"F64","shape":[2,1],"data_offsets":[0,16]},' +
      '"a":{"dtype":"F64","shape":[0],"data_offsets":[16,16]},' +
      '"7":{"dtype":"F64","shape":[],"data_offsets":[16,24]}}';
    const padded = header + ' '.repeat(7 - ((Buffer.byteLength(header) + 7) % 8));
    expect(Buffer.from(file)).toEqual(fileOf(padded, Float64Array.of(1, -2, 0.5)));
    expect((file.length - 24) % 8).toBe(0);
  });

  it('carry a hash that another program can check by the docstring alone', () => {
    const file = encodeSafetensors(tensors, { name: 'x' });
    const blank = Buffer.from(file).fill('0', 35, 99);
    expect(createHash('sha256').update(blank).digest('hex')).toBe(
      Buffer.from(file.subarray(35, 99)).toString(),
    );
  });

  it('replace a hash of earlier metadata', () => {
    const file = encodeSafetensors(tensors, {});
    const { metadata } = decodeSafetensors(file, 'x', strict);
    expect(encodeSafetensors(tensors, metadata)).toEqual(file);
  });
});

describe('files of other programs', () => {
  it('are read: F32 is widened, the header may be of any length and in any order', () => {
    const header =
      '{"w":{"dtype":"F32","shape":[2,2],"data_offsets":[4,20]},' +
      '"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"__metadata__":{"format":"pt"}}';
    const { tensors, metadata } = decodeSafetensors(
      fileOf(header, Float32Array.of(0.1, 1, -0, 2 ** -149, 3)),
      'x',
      foreign,
    );
    expect([...tensors]).toEqual([
      ['b', { shape: [1], data: Float64Array.of(0.10000000149011612) }],
      ['w', { shape: [2, 2], data: Float64Array.of(1, -0, 2 ** -149, 3) }],
    ]);
    expect({ ...metadata }).toEqual({ format: 'pt' });
  });

  it('are read as the reference implementation wrote them', () => {
    // Made by the safetensors library itself (Rust, 0.4.3): w is F32, b F64, e F32 and empty.
    const file = Buffer.concat([
      Buffer.from('c800000000000000', 'hex'),
      Buffer.from(
        '{"__metadata__":{"format":"pt"},"b":{"dtype":"F64","shape":[],"data_offsets":[0,8]},' +
          '"e":{"dtype":"F32","shape":[0,3],"data_offsets":[8,8]},' +
          '"w":{"dtype":"F32","shape":[2,2],"data_offsets":[8,24]}}     ',
      ),
      Buffer.from('0000000000000440cdcccc3d0000803f0000008000004040', 'hex'),
    ]);
    expect([...decodeSafetensors(file, 'x', foreign).tensors]).toEqual([
      ['b', { shape: [], data: Float64Array.of(2.5) }],
      ['e', { shape: [0, 3], data: new Float64Array() }],
      ['w', { shape: [2, 2], data: Float64Array.of(0.10000000149011612, 1, -0, 3) }],
    ]);
  });

  it('may mix F32 and F64, pad with spaces, have no metadata and empty tensors', () => {
    const header =
      '{ "a" : {"dtype":"F64","shape":[1],"data_offsets":[0,8]},' +
      '"e":{"dtype":"F64","shape":[3,0],"data_offsets":[8,8]},' +
      '"c":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}      ';
    const data = new DataView(new ArrayBuffer(12));
    data.setFloat64(0, 2.5, true);
    data.setFloat32(8, 1.5, true);
    const { tensors } = decodeSafetensors(fileOf(header, data), 'x', foreign);
    expect([...tensors.values()].map((found) => [...found.data])).toEqual([[2.5], [], [1.5]]);
    expect(tensors.get('e')!.shape).toEqual([3, 0]);
    expect(decodeSafetensors(fileOf('{}'), 'x', foreign).tensors.size).toBe(0);
  });

  it('are refused where the hash is required', () => {
    expect(() => decodeSafetensors(fileOf('{}'), 'x.safetensors', strict)).toThrow(
      /x\.safetensors: does not begin with a sha256; expected a file as mlp wrote it/,
    );
  });
});

describe('encoding refuses what decoding would refuse', () => {
  const encode = (name: string, shape: number[], data: number[]) => () =>
    encodeSafetensors(new Map([[name, { shape, data: Float64Array.from(data) }]]), {});

  it.each([
    ['a name of every object', encode('__proto__', [1], [0]), /"__proto__" has a name that is not allowed/],
    ['the name of the metadata', encode('__metadata__', [1], [0]), /name that is not allowed/],
    ['a shape of another size', encode('w', [2, 2], [1, 2, 3]), /"w" has the shape \[2,2\] but 3 elements/],
    ['a negative shape', encode('w', [-1, -1], [1]), /has the shape/],
    ['NaN', encode('w', [2, 3], [0, 0, 0, 0, Number.NaN, 0]), /"w" holds NaN at \[1, 1\]/],
    [
      'Infinity',
      encode('w', [2, 3, 4], Array(24).fill(0).with(21, Infinity)),
      /"w" holds Infinity at \[1, 2, 1\]/,
    ],
  ])('%s', (_name, run, message) => expect(run).toThrow(message));

  // takes 600 MB
  it.runIf(isLong)('a description longer than the format allows', () => {
    const metadata = { classes: 'x'.repeat(100_000_001) };
    expect(() => encodeSafetensors(new Map(), metadata)).toThrow(/takes 1000\d+ bytes.*allows 100000000/);
  });
});
