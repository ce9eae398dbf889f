import { join } from 'node:path';
import { MlpError } from '../errors.js';
import { type FileSystem, nodeFileSystem } from './file_system.js';
import { readError } from './read_file.js';
import { runFiles } from './run_directory.js';

/**
 * Path of the model file that a user means by a run directory or by the file itself.
 *
 * @throws MlpError `no_input` where there is none, `data` where a JSON file is given instead, `io` where the path
 * cannot be looked at.
 */
export function resolveModelPath(path: string, fileSystem: FileSystem = nodeFileSystem): string {
  try {
    if (!fileSystem.statSync(path).isDirectory()) return refuseJson(path);
    const present = fileSystem.readdirSync(path);
    if (present.includes(runFiles.model)) return join(path, runFiles.model);
    throw new MlpError('no_input', `${path}: no model here; looked for ${runFiles.model}${hint(present)}`);
  } catch (error) {
    throw readError(path, 'model', error, fileSystem);
  }
}

function refuseJson(path: string): string {
  if (!path.toLowerCase().endsWith('.json')) return path;
  throw new MlpError(
    'data',
    `${path}: is a JSON file, not a model; give the run directory or its ${runFiles.model}`,
  );
}

function hint(present: readonly string[]): string {
  if (present.includes(runFiles.checkpoint)) {
    return '; the run has a checkpoint: go on with it by mlp train CONFIG --resume';
  }
  const others = present.filter((name) => name.endsWith('.safetensors'));
  return others.length > 0 ? ` and found ${others.join(', ')}: name the file itself` : '';
}
