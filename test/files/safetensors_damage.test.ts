import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MlpError } from '../../src/errors.js';
import { decodeSafetensors, encodeSafetensors } from '../../src/files/index.js';
import { isLong, runs } from '../helpers/runs.js';
import { fileOf } from './safetensors_file.js';

const strict = { dtypes: ['F64'], requireHash: true } as const;
const foreign = { dtypes: ['F64', 'F32'], requireHash: false } as const;

function refusal(file: Uint8Array, options: Parameters<typeof decodeSafetensors>[2] = foreign): MlpError {
  try {
    decodeSafetensors(file, 'dir/m.safetensors', options);
  } catch (error) {
    if (error instanceof MlpError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

const entry = (shape: string, offsets: string, dtype = '"F64"') =>
  `{"dtype":${dtype},"shape":${shape},"data_offsets":${offsets}}`;
const one = (shape: string, offsets: string, dtype?: string) => `{"w":${entry(shape, offsets, dtype)}}`;
const two = (first: string, second: string) => `{"v":${entry('[1]', first)},"w":${entry('[1]', second)}}`;
const withLength = (length: bigint) => {
  const file = Buffer.from(fileOf('{}'));
  file.writeBigUInt64LE(length);
  return file;
};
const numbers = (...values: number[]) => Float64Array.from(values);
const data = numbers(1, 2);

describe('every rule of the format, broken', () => {
  it('the sound file that the others differ from is accepted', () => {
    expect(decodeSafetensors(fileOf(two('[0,8]', '[8,16]'), data), 'x', foreign).tensors.size).toBe(2);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['no byte', new Uint8Array(), /0 bytes long; expected 8/],
    ['7 bytes', new Uint8Array(7), /7 bytes long; expected 8/],
    ['an empty header', new Uint8Array(8), /the header is empty; expected "\{"/],
    [
      'a header past the end',
      withLength(3n),
      /header is 3 bytes long; expected no more than the 2 that follow/,
    ],
    ['a header of 2^63 bytes', withLength(2n ** 63n), /header is 9223372036854775808 bytes long/],
    ['a header of 2^64 - 1 bytes', withLength(2n ** 64n - 1n), /header is 18446744073709551615 bytes long/],
    ['a CSV file', Buffer.from('x,y,species\n1,2,a\n'), /not a safetensors file\?/],
    ['a header that begins with a space', fileOf(' {}'), /begins with the byte 0x20; expected "\{"/],
    ['a byte order mark', fileOf('\ufeff{}'), /begins with the byte 0xef/],
    ['a list', fileOf('[]'), /begins with the byte 0x5b; expected "\{"/],
    ['a header not UTF-8', fileOf(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])), /not valid UTF-8/],
    ['a header not JSON', fileOf('{"a":}'), /not valid JSON/],
    ['a NUL after the header', fileOf('{}\0'), /not valid JSON/],
    ['two values', fileOf('{}{}'), /not valid JSON/],
    [
      '200,000 brackets',
      fileOf(`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`),
      /the header is nested more than 3 deep/,
    ],
    ['a tensor twice', fileOf(`{"w":${entry('[0]', '[0,0]')},"w":1}`), /has the key "w" twice/],
    [
      'a tensor twice, escaped',
      fileOf(`{"w":${entry('[0]', '[0,0]')},"\\u0077" : 1}`),
      /has the key "w" twice/,
    ],
    ['a key of a tensor twice', fileOf('{"w":{"shape":[1],"shape":[2]}}'), /has the key "shape" twice/],
    ['a key of the metadata twice', fileOf('{"__metadata__":{"a":"{","a":"}"}}'), /has the key "a" twice/],
    [
      '__proto__',
      fileOf(`{"__proto__":${entry('[0]', '[0,0]')}}`),
      /"__proto__" has a name that is not allowed/,
    ],
    ['constructor', fileOf(`{"constructor":${entry('[0]', '[0,0]')}}`), /name that is not allowed/],
    ['metadata a list', fileOf('{"__metadata__":["a"]}'), /__metadata__ is \["a"\]; expected an object/],
    ['metadata null', fileOf('{"__metadata__":null}'), /__metadata__ is null; expected an object/],
    ['a number in the metadata', fileOf('{"__metadata__":{"a":1}}'), /has 1 at "a"; expected a string/],
    ['an object in the metadata', fileOf('{"__metadata__":{"a":{}}}'), /has \{\} at "a"; expected a string/],
    ['a tensor that is a string', fileOf('{"w":"x"}'), /"w": its entry is not right.*object.*found "x"/],
    ['a tensor that is null', fileOf('{"w":null}'), /"w": its entry is not right/],
    ['no dtype', fileOf('{"w":{"shape":[0],"data_offsets":[0,0]}}'), /its entry\.dtype is not right/],
    ['no shape', fileOf('{"w":{"dtype":"F64","data_offsets":[0,0]}}'), /its entry\.shape is not right/],
    ['no offsets', fileOf('{"w":{"dtype":"F64","shape":[0]}}'), /its entry\.data_offsets is not right/],
    ['an unknown key', fileOf(`{"w":{"x":1,${entry('[0]', '[0,0]').slice(1)}}`), /Unrecognized key: "x"/],
    [
      '__proto__ as a key',
      fileOf(`{"w":{"__proto__":1,${entry('[0]', '[0,0]').slice(1)}}`),
      /Unrecognized key/,
    ],
    [
      'an unknown dtype',
      fileOf(one('[1]', '[0,2]', '"BF16"'), new Uint8Array(2)),
      /dtype "BF16"; expected F64 or F32/,
    ],
    ['a dtype that is no string', fileOf(one('[1]', '[0,8]', '8'), numbers(1)), /its entry\.dtype/],
    ['a shape that is a number', fileOf(one('1', '[0,8]'), numbers(1)), /its entry\.shape/],
    ['a negative shape', fileOf(one('[-1]', '[0,8]'), numbers(1)), /its entry\.shape\.0.*found .*\[-1\]/],
    ['two negative sizes', fileOf(one('[-1,-1]', '[0,8]'), numbers(1)), /its entry\.shape\.0/],
    ['a fractional shape', fileOf(one('[0.5,2]', '[0,8]'), numbers(1)), /its entry\.shape\.0/],
    ['a size past 2^53', fileOf(one('[9007199254740993]', '[0,8]'), numbers(1)), /its entry\.shape\.0/],
    [
      'a product past 2^53',
      fileOf(one('[9007199254740991,9007199254740991,0]', '[0,0]')),
      /takes too many bytes/,
    ],
    ['an infinite product', fileOf(one(`[${Array(99).fill(1e15)},0]`, '[0,0]')), /takes too many bytes/],
    [
      'a shape that does not fit',
      fileOf(one('[3]', '[0,16]'), data),
      /shape \[3\] of F64, which takes 24 bytes.*hold 16/,
    ],
    [
      'F32 of F64 size',
      fileOf(one('[2]', '[0,16]', '"F32"'), data),
      /shape \[2\] of F32, which takes 8 bytes/,
    ],
    ['one offset', fileOf(one('[1]', '[8]'), numbers(1)), /its entry\.data_offsets/],
    ['three offsets', fileOf(one('[1]', '[0,8,8]'), numbers(1)), /its entry\.data_offsets/],
    ['a negative offset', fileOf(one('[1]', '[-8,0]'), numbers(1)), /its entry\.data_offsets\.0/],
    ['a fractional offset', fileOf(one('[1]', '[0.5,8.5]'), numbers(1)), /its entry\.data_offsets\.0/],
    [
      'an offset past 2^53',
      fileOf(one('[1]', '[9007199254740992,9007199254741000]'), numbers(1)),
      /data_offsets\.0/,
    ],
    ['the end before the begin', fileOf(one('[1]', '[8,0]'), numbers(1)), /data_offsets 8 to 0 hold -8/],
    [
      'an overlap',
      fileOf(two('[0,8]', '[0,8]'), numbers(1)),
      /"w" overlaps.*at byte 0 of the data, expected 8/,
    ],
    ['a partial overlap', fileOf(two('[0,8]', '[4,12]'), data), /"w" overlaps the one before it/],
    [
      'a hole',
      fileOf(two('[0,8]', '[16,24]'), numbers(1, 2, 3)),
      /"w" leaves a hole.*at byte 16 .* expected 8/,
    ],
    ['a hole at the start', fileOf(one('[1]', '[8,16]'), data), /"w" leaves a hole/],
    [
      'bytes after the end',
      fileOf(one('[1]', '[0,8]'), data),
      /bytes after the last.*take 8 bytes, but 16 follow/,
    ],
    ['an end past the file', fileOf(one('[1]', '[0,8]')), /cut off: the tensors take 8 bytes, but 0 follow/],
    ['data without a tensor', fileOf('{}', data), /bytes after the last tensor/],
    ['NaN', fileOf(one('[2]', '[0,16]'), numbers(0, Number.NaN)), /"w" holds NaN at \[1\]; expected finite/],
    ['Inf', fileOf(one('[1,1]', '[0,8]'), numbers(-Infinity)), /"w" holds -Infinity at \[0, 0\]/],
  ])('%s', (_name, file, message) => {
    const error = refusal(file);
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^dir\/m\.safetensors: /);
    expect(error.failure).toBe('data');
  });

  it('F32 where only F64 will do', () => {
    const file = fileOf(one('[1]', '[0,4]', '"F32"'), new Float32Array(1));
    expect(refusal(file, { dtypes: ['F64'], requireHash: false }).message).toMatch(
      /dtype "F32"; expected F64$/,
    );
  });

  it('NaN in F32', () => {
    const file = fileOf(one('[1]', '[0,4]', '"F32"'), Float32Array.of(Number.NaN));
    expect(refusal(file).message).toMatch(/holds NaN at \[0\]/);
  });

  it('a header past the cap, all of it there', () => {
    const file = Buffer.alloc(8 + 100_000_001, ' ');
    file.writeBigUInt64LE(100_000_001n);
    file.write('{}', 8);
    expect(refusal(file).message).toMatch(/header is 100000001 bytes long.*100000000 that the format allows/);
  });

  // bad_inputs has a file of a million (row 51) in the short form
  it.runIf(isLong)('more tensors than are allowed', () => {
    const entries = Array.from({ length: 100_001 }, (_, i) => `"${i}":${entry('[0]', '[0,0]')}`);
    expect(refusal(fileOf(`{${entries}}`)).message).toMatch(/the header has more than 100000 tensors/);
    expect(decodeSafetensors(fileOf(`{${entries.slice(1)}}`), 'x', foreign).tensors.size).toBe(100_000);
  });

  it('nothing in a name reaches the terminal as it is, and no name makes a message long', () => {
    const name = JSON.stringify(`\u001b[31m${'x'.repeat(9999)}`);
    const { message } = refusal(fileOf(`{${name}:1}`));
    expect(message).toContain('\\u001b[31mxxx');
    expect(message.length).toBeLessThan(500);
    const key = `"\u001b\u009b${'x'.repeat(9999)}":1`.replace('\u001b', '\\u001b');
    const unknown = refusal(fileOf(`{"w":{${key},${entry('[0]', '[0,0]').slice(1)}}`)).message;
    expect(unknown).toContain('Unrecognized key: "\\u001b\\u009bxxx');
    expect(unknown.length).toBeLessThan(500);
  });

  it('what looks like keys and brackets within a string is neither', () => {
    const config = '{"a":[[[[1]]]],"a":"\\"}:';
    const file = fileOf(JSON.stringify({ __metadata__: { config, 'a":1,"a': '{' } }));
    expect(decodeSafetensors(file, 'x', foreign).metadata['config']).toBe(config);
  });

  it('keys that every object has are ordinary in the metadata', () => {
    const file = fileOf('{"__metadata__":{"__proto__":"a","constructor":"b"}}');
    const { metadata } = decodeSafetensors(file, 'x', foreign);
    expect(Object.entries(metadata)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });
});

describe('damage to a file of ours', () => {
  const file = encodeSafetensors(
    new Map([
      ['w', { shape: [2, 1], data: numbers(1.5, 0) }],
      ['b', { shape: [], data: numbers(-2) }],
    ]),
    { tab: '\t\u001f', quote: '"' }, // "\u001f" and "\u001F" differ by a bit, and are the same JSON
  );

  it('every flipped bit is noticed', () => {
    for (let bit = 0; bit < 8 * file.length; bit++) {
      const damaged = file.slice();
      damaged[bit >> 3] ^= 1 << (bit & 7);
      expect(refusal(damaged, strict).failure).toBe('data');
    }
  });

  it('every truncation is noticed, with the hash and without', () => {
    for (let length = 0; length < file.length; length++) {
      expect(refusal(file.subarray(0, length), strict).failure).toBe('data');
      expect(refusal(file.subarray(0, length), foreign).failure).toBe('data');
    }
  });

  it('a changed value is named as damage, with both hashes', () => {
    const damaged = file.slice();
    damaged[damaged.length - 2] ^= 1;
    expect(refusal(damaged, strict).message).toMatch(
      /the file is damaged.*has the sha256 [0-9a-f]{64}, but "[0-9a-f]{64}" is written in it/,
    );
  });

  it('no bytes whatever make it fail in another way', () => {
    const anyFile = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((json) => fileOf(json)),
      fc.tuple(fc.nat(file.length - 1), fc.uint8Array({ minLength: 1, maxLength: 8 })).map(([at, bytes]) => {
        const damaged = file.slice();
        damaged.set(bytes.subarray(0, file.length - at), at);
        return damaged;
      }),
    );
    fc.assert(
      fc.property(anyFile, (bytes) => {
        try {
          decodeSafetensors(bytes, 'x', foreign);
        } catch (error) {
          expect(error).toBeInstanceOf(MlpError);
        }
      }),
      { numRuns: runs(80, 1000) },
    );
  });
});
