import { join } from 'node:path';
import { MlpError } from '../../errors.js';
import { systemCode, writeError } from '../../files/file_system.js';
import { makeDirectories, nodeFileSystem, reportFile } from '../../files/index.js';
import { acquireLock, isLocked } from '../../files/lock.js';
import type { Rank } from '../../ranks/place.js';
import { hasJournal, removeFailures, removeJournals } from './journal.js';

/** Names of the files of a study beside its journal. */
export const studyFiles = {
  best: 'best.json',
  /** Directory of the run of the best config. */
  run: 'best',
  /** Directory of the runs of a plan. */
  trials: 'trials',
  report: reportFile,
} as const;

const lockFile = '.lock';

/** Options of opening the directory of a study. */
export interface OpenStudyOptions {
  readonly rank: Rank;
  readonly resume: boolean;
  readonly force: boolean;
}

/**
 * Makes the directory of a study where it is missing, and locks it for the first of its processes. Returns what
 * releases it.
 *
 * @throws MlpError `cannot_create` where a study is there already and neither `resume` nor `force` is given, or where
 * another process is writing there.
 */
export function openStudy(directory: string, { rank, resume, force }: OpenStudyOptions): () => void {
  try {
    makeDirectories(directory);
    if (rank.rank > 0) return () => {};
    const release = acquireLock(join(directory, lockFile), nodeFileSystem);
    try {
      if (hasJournal(directory) && !resume) {
        if (!force)
          throw new MlpError(
            'cannot_create',
            `${directory}: a study is there already; use --resume to go on with it, --force to replace it, or --out ` +
              'for another directory',
          );
        if (rank.size > 1)
          throw new MlpError(
            'usage',
            `--force under mpirun could remove what another process has just written; remove ${directory} first`,
          );
        removeJournals(directory);
      }
      removeFailures(directory);
      for (const name of [studyFiles.best, studyFiles.report]) removeIfThere(join(directory, name));
      return release;
    } catch (error) {
      release();
      throw error;
    }
  } catch (error) {
    throw writeError(directory, error);
  }
}

function removeIfThere(path: string): void {
  try {
    nodeFileSystem.unlinkSync(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

/** Whether the first process of a study is there. */
export const isOpen = (directory: string): boolean => isLocked(join(directory, lockFile), nodeFileSystem);
