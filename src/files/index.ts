export { AppendedFile } from './appended_file.js';
export { type Replacement, removeIfThere, replaceFile, sweepTemporaries, writeFileAtomic } from './atomic.js';
export { decodeText } from './decode_text.js';
export { makeDirectories } from './directories.js';
export { type FileSystem, nodeFileSystem } from './file_system.js';
export { resolveModelPath } from './model_path.js';
export { nearNames, readFileChecked, readFileIfThere } from './read_file.js';
export {
  lockDirectory,
  type OpenOptions,
  openRun,
  type Run,
  reportFile,
  runElsewhere,
} from './run_directory.js';
export {
  type DecodeOptions,
  type Dtype,
  decodeSafetensors,
  encodeSafetensors,
  type Tensor,
} from './safetensors.js';
export { isSameFile } from './same_file.js';
