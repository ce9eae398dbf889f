import { platform } from '#platform';
import { MlpError } from '../errors.js';
import { excerpt } from './excerpt.js';
import { hashOf, hashPrefix, hashStart, noHash } from './safetensors_hash.js';
import { maxHeaderLength } from './safetensors_header.js';
import type { DecodeOptions } from './safetensors_reader.js';
import { elementCount, findNotFinite, isTensorName, type Tensor } from './tensor.js';

/**
 * Encodes tensors as a file in the safetensors format, all as F64, in the order of the map; the same arguments give the
 * same bytes.
 *
 * The metadata get a first key, `sha256`, whose value covers every bit of the file: it is, in hexadecimal digits, the
 * SHA-256 of the whole file with its own 64 digits, which are the bytes 35 to 98, taken for "0". In Python:
 *
 *     file = open('model.safetensors', 'rb').read()
 *     hashlib.sha256(file[:35] + b'0' * 64 + file[99:]).hexdigest() == file[35:99].decode()
 *
 * @throws MlpError `data` where the header would be longer than the format allows; `bug` for tensors that could not be
 * read back.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>>,
  { allowNotFinite = false }: Pick<DecodeOptions, 'allowNotFinite'> = {},
): Uint8Array {
  const { sha256: _replaced, ...described } = metadata;
  const members = Object.entries(described).map(([key, value]) => `,${member(key, value)}`);
  const parts = [hashPrefix, noHash, '"', ...members, '}'];
  let length = 0;
  for (const [name, { shape, data }] of tensors) {
    checkTensor(name, shape, data, allowNotFinite);
    const data_offsets = [length, length + data.byteLength];
    parts.push(',', member(name, { dtype: 'F64', shape, data_offsets }));
    length += data.byteLength;
  }
  const header = platform.encodeText(`${parts.join('')}}`);
  const dataStart = 8 + Math.ceil(header.length / 8) * 8; // so that the data lie at multiples of 8
  if (dataStart - 8 > maxHeaderLength) {
    throw new MlpError(
      'data',
      `the description of the model takes ${header.length} bytes, the file format allows ${maxHeaderLength}; ` +
        'are there columns with very many categories?',
    );
  }

  const file = new Uint8Array(dataStart + length).fill(0x20, 8, dataStart);
  new DataView(file.buffer).setBigUint64(0, BigInt(dataStart - 8), true);
  file.set(header, 8);
  let position = dataStart;
  for (const { data } of tensors.values()) {
    new Float64Array(file.buffer, position, data.length).set(data);
    position += data.byteLength;
  }
  file.set(platform.encodeText(hashOf(file)), hashStart);
  return file;
}

const member = (key: string, value: unknown) => `${JSON.stringify(key)}:${JSON.stringify(value)}`;

function checkTensor(
  name: string,
  shape: readonly number[],
  data: Float64Array,
  allowNotFinite: boolean,
): void {
  const problem = !isTensorName(name)
    ? 'has a name that is not allowed'
    : elementCount(shape) !== data.length
      ? `has the shape [${shape}] but ${data.length} elements`
      : allowNotFinite
        ? undefined
        : findNotFinite(data, shape);
  if (problem !== undefined) throw new MlpError('bug', `tensor ${excerpt(name)} ${problem}`);
}
