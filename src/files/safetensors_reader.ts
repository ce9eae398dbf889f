import { platform } from '#platform';
import { MlpError } from '../errors.js';
import { excerpt } from './excerpt.js';
import { hashEnd, hashOf, hashPrefix } from './safetensors_hash.js';
import { type Dtype, readHeader, type TensorEntry } from './safetensors_header.js';
import { findNotFinite, type Tensor } from './tensor.js';

export interface DecodeOptions {
  /** Dtypes that the tensors may be stored as; F32 is widened, which loses nothing. */
  readonly dtypes: readonly Dtype[];
  /** Whether the file must carry the hash that `encodeSafetensors` gives it; otherwise none is looked for. */
  readonly requireHash: boolean;
  /** Whether infinities and NaN are allowed; otherwise they are refused. */
  readonly allowNotFinite?: boolean;
}

/**
 * Reads a file in the safetensors format by its rules, and refuses whatever breaks one; `source` names the file in
 * errors. Nothing is allocated before the header is known to fit the file; the tensors are copies.
 *
 * @throws MlpError `data`, with what was found and what was expected.
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  source: string,
  { dtypes, requireHash, allowNotFinite = false }: DecodeOptions,
): { tensors: Map<string, Tensor>; metadata: Record<string, string> } {
  const { entries, metadata, dataStart } = readHeader(bytes, source, dtypes);
  if (requireHash) checkHash(bytes, source);
  const tensors = new Map<string, Tensor>();
  for (const entry of entries) {
    const data = readData(bytes, dataStart, entry);
    const problem = allowNotFinite ? undefined : findNotFinite(data, entry.shape);
    if (problem !== undefined) {
      throw new MlpError(
        'data',
        `${source}: tensor ${excerpt(entry.name)} ${problem}; expected finite numbers`,
      );
    }
    tensors.set(entry.name, { shape: entry.shape, data });
  }
  return { tensors, metadata };
}

function checkHash(bytes: Uint8Array, source: string): void {
  const start = platform.decodeLatin1(bytes, 8, hashEnd);
  if (!start.startsWith(hashPrefix)) {
    throw new MlpError('data', `${source}: does not begin with a sha256; expected a file as mlp wrote it`);
  }
  const found = start.slice(hashPrefix.length);
  const expected = hashOf(bytes);
  if (found === expected) return;
  throw new MlpError(
    'data',
    `${source}: the file is damaged, or was changed since mlp wrote it: ` +
      `its content has the sha256 ${expected}, but ${excerpt(found)} is written in it`,
  );
}

function readData(bytes: Uint8Array, dataStart: number, { dtype, begin, end }: TensorEntry): Float64Array {
  const copy = new Uint8Array(end - begin); // the bytes in the file need not be aligned
  copy.set(bytes.subarray(dataStart + begin, dataStart + end));
  return dtype === 'F64' ? new Float64Array(copy.buffer) : Float64Array.from(new Float32Array(copy.buffer));
}
