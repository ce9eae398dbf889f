import { join } from 'node:path';
import { MlpError } from '../errors.js';
import { nameOfTemporary } from './atomic.js';
import { makeDirectories } from './directories.js';
import { type FileSystem, nodeFileSystem, writeError } from './file_system.js';
import { acquireLock, isLeftoverOf } from './lock.js';

/** Names of a run's files; `history` has an object per epoch, `background` rows that predictions are compared with. */
export const runFiles = {
  model: 'model.safetensors',
  checkpoint: 'checkpoint.safetensors',
  config: 'config.json',
  history: 'metrics.jsonl',
  metrics: 'metrics.json',
  background: 'background.json',
} as const;

/** Name of the report that `mlp report` draws; it is removed when its run is resumed or replaced. */
export const reportFile = 'report.html';

const lockFile = '.lock';

/** A directory that one training run, and no other, may write into until `close`. */
export interface Run {
  readonly directory: string;
  /** Path of each file, whether it is there yet or not; each is to be written with `writeFileAtomic`. */
  readonly paths: Readonly<Record<keyof typeof runFiles, string>>;
  /** Releases the directory to other runs. A second call does nothing. */
  close(): void;
}

export interface OpenOptions {
  /**
   * Whether to replace the run that is there: each of its files stays until the new one is written, but checkpoint and
   * report are removed at once.
   */
  readonly force: boolean;
  /**
   * Whether to resume the run that is there (if there is one), so that nothing but its report is removed; stronger than
   * `force`.
   */
  readonly resume: boolean;
}

/**
 * Makes the directory where it is missing, locks it, and removes the temporary files that a killed run left.
 *
 * @throws MlpError `cannot_create` where another run is writing there, where a run (or a file of that name) is there
 * already and neither `force` nor `resume` is given, and where nothing can be created; `io` where writing fails.
 */
export function openRun(
  directory: string,
  options: OpenOptions,
  fileSystem: FileSystem = nodeFileSystem,
): Run {
  try {
    makeDirectories(directory, fileSystem);
    const close = acquireLock(join(directory, lockFile), fileSystem);
    try {
      prepare(directory, options, fileSystem);
    } catch (error) {
      close();
      throw error;
    }
    return { directory, paths: pathsIn(directory), close };
  } catch (error) {
    throw writeError(directory, error);
  }
}

/** The directory of a run that another process writes: the names of its files. */
export const runElsewhere = (directory: string): Run => ({
  directory,
  paths: pathsIn(directory),
  close() {},
});

/**
 * Locks the directory of a model for a change of one of its files; returns the function that unlocks it.
 *
 * @throws MlpError `cannot_create` where a run is writing there, `io` where nothing can be written.
 */
export function lockDirectory(directory: string, fileSystem: FileSystem = nodeFileSystem): () => void {
  try {
    return acquireLock(join(directory, lockFile), fileSystem);
  } catch (error) {
    throw writeError(directory, error);
  }
}

function prepare(directory: string, { force, resume }: OpenOptions, fileSystem: FileSystem): void {
  const names = Object.values(runFiles);
  const present = fileSystem.readdirSync(directory);
  const found = names.filter((name) => present.includes(name));
  if (found.length > 0 && !force && !resume) {
    throw new MlpError(
      'cannot_create',
      `${directory}: a run is there already (${found.join(', ')}); ` +
        'use --force to replace it, --resume to go on with it, or --out for another directory',
    );
  }
  for (const file of present) {
    const leftover = names.some((name) => name === nameOfTemporary(file)) || isLeftoverOf(file, lockFile);
    const superseded = file === reportFile || (file === runFiles.checkpoint && force && !resume);
    if (leftover || superseded) fileSystem.unlinkSync(join(directory, file));
  }
}

function pathsIn(directory: string): Run['paths'] {
  return {
    model: join(directory, runFiles.model),
    checkpoint: join(directory, runFiles.checkpoint),
    config: join(directory, runFiles.config),
    history: join(directory, runFiles.history),
    metrics: join(directory, runFiles.metrics),
    background: join(directory, runFiles.background),
  };
}
