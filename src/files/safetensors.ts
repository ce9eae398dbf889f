import { MlpError } from '../errors.js';

export type { Dtype } from './safetensors_header.js';
export { type DecodeOptions, decodeSafetensors } from './safetensors_reader.js';
export { encodeSafetensors } from './safetensors_writer.js';
export type { Tensor } from './tensor.js';

if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1)
  throw new MlpError(
    'bug',
    'mlp needs a little-endian machine: the format is, and typed arrays follow the machine',
  );
