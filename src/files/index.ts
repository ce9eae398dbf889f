export { writeFileAtomic } from './atomic.js';
export { type FileSystem, nodeFileSystem } from './file_system.js';
export { resolveModelPath } from './model_path.js';
export { readFileChecked } from './read_file.js';
export { type OpenOptions, openRun, type Run } from './run_directory.js';
export {
  type DecodeOptions,
  type Dtype,
  decodeSafetensors,
  encodeSafetensors,
  type Tensor,
} from './safetensors.js';
