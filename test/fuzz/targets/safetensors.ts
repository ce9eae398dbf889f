import { isDeepStrictEqual } from 'node:util';
import { decodeSafetensors, encodeSafetensors, type Tensor } from '../../../src/files/index.js';
import { fileOf } from '../../files/safetensors_file.js';
import { demand, refusing, type Target } from '../target.js';

const foreign = { dtypes: ['F64', 'F32'], requireHash: false, allowNotFinite: true } as const;
const written = { dtypes: ['F64'], requireHash: true, allowNotFinite: true } as const;

/**
 * The bytes as a file, and as header and data with a length that is right (the header ends at the first NUL), so that
 * what lies behind the length is reached as well. What is read is what a second reading by the header gives, and is
 * written and read again to the same.
 */
function check(input: Buffer): void {
  checkFile(input);
  const end = input.indexOf(0);
  if (end >= 0) checkFile(fileOf(input.subarray(0, end), input.subarray(end + 1)));
}

function checkFile(file: Uint8Array): void {
  refusing(['data'], () => decodeSafetensors(file, 'fuzzed', written));
  const read = refusing(['data'], () => decodeSafetensors(file, 'fuzzed', foreign));
  if (!read) return;
  demand(isDeepStrictEqual(bitsOf(read.tensors), readByHand(file)), () => 'a second reading gives the same');
  const back = decodeSafetensors(encodeSafetensors(read.tensors, read.metadata, written), 'written', written);
  demand(isDeepStrictEqual(bitsOf(back.tensors), bitsOf(read.tensors)), () => 'written and read again');
}

const bitsOf = (tensors: ReadonlyMap<string, Tensor>) =>
  new Map([...tensors].map(([name, { shape, data }]) => [name, { shape, bits: bits(data) }]));

const bits = (data: Float64Array): bigint[] => [
  ...new BigUint64Array(data.buffer, data.byteOffset, data.length),
];

/** Reads a file by the format's description, in a few lines without a check. */
function readByHand(file: Uint8Array) {
  const view = new DataView(file.buffer, file.byteOffset);
  const start = 8 + Number(view.getBigUint64(0, true));
  const header = JSON.parse(Buffer.from(file.subarray(8, start)).toString());
  const entries = Object.entries<{ dtype: string; shape: number[]; data_offsets: number[] }>(header);
  return new Map(
    entries
      .filter(([name]) => name !== '__metadata__')
      .map(([name, { dtype, shape, data_offsets: offsets }]) => {
        const [begin, end] = offsets.map((offset) => start + offset);
        const size = dtype === 'F64' ? 8 : 4;
        const data = Float64Array.from({ length: (end - begin) / size }, (_, i) =>
          size === 8 ? view.getFloat64(begin + 8 * i, true) : view.getFloat32(begin + 4 * i, true),
        );
        return [name, { shape, bits: bits(data) }];
      }),
  );
}

const entry = (dtype: string, shape: string, offsets: string) =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;
const data = (...values: number[]) => Buffer.from(Float64Array.from(values).buffer);

export const safetensors: Target = {
  check,
  seeds: () => [
    Buffer.from(
      encodeSafetensors(new Map([['w', { shape: [2, 1], data: Float64Array.of(1, -0) }]]), { a: 'b' }),
    ),
    Buffer.concat([
      Buffer.from(`{"v":${entry('F64', '[]', '[16,24]')},"w":${entry('F64', '[2,1]', '[0,16]')}}\0`),
      data(1, 2, 3),
    ]),
    Buffer.concat([
      Buffer.from(
        `{"__metadata__":{"format":"pt"},"e":${entry('F32', '[3,0]', '[0,0]')},` +
          `"w":${entry('F32', '[2]', '[0,8]')}}  \0`,
      ),
      data(0.5),
    ]),
    Buffer.from('{}\0'),
  ],
  words: [
    '"__metadata__":',
    '"__proto__":',
    '"constructor":',
    '"dtype":"F64"',
    '"dtype":"F32"',
    '"dtype":"BF16"',
    '"shape":[',
    '"data_offsets":[0,8]',
    '"sha256":"',
    '-1',
    '0.5',
    '1e3',
    '9007199254740993',
    '\\u0077',
    '\0',
    '{"__metadata__":{"sha256":"',
  ],
};
