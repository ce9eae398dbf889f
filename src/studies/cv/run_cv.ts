import type { NamedConfig } from '../../config/index.js';
import { MlpError } from '../../errors.js';
import { readFileIfThere, writeFileAtomic } from '../../files/index.js';
import { openStudyDirectory } from '../../files/study_directory.js';
import { firstDifference } from '../../run/first_difference.js';
import type { LoadOptions } from '../../training/prepare.js';
import {
  type CrossValidation,
  planCrossValidation,
  type TrainFoldsOptions,
  trainFolds,
} from './cross_validate.js';
import { type CvFile, type CvSubject, cvContent, cvFile, cvText, readCvFile, subjectOf } from './cv_file.js';
import { type FoldResult, resultOf } from './fold_result.js';
import type { PlanOptions } from './folds/index.js';
import { type HeldOut, predictHeldOut } from './held_out.js';

/** File of the predictions of a fold, which is there until all folds have ended. */
const heldOutFile = (index: number): string => `fold-${index}.json`;
const isHeldOutFile = (file: string): boolean => /^fold-\d+\.json$/.test(file);

/** Options of a cross-validation that is written to a directory. */
export interface RunCvOptions
  extends Pick<TrainFoldsOptions, 'threads' | 'backend' | 'pause' | 'stop' | 'onPrepared' | 'onEpoch'> {
  readonly directory: string;
  readonly force: boolean;
  readonly resume: boolean;
  readonly versions: CvFile['versions'];
  /** Whether the predictions of all folds are wanted. */
  readonly wantsPredictions: boolean;
  /** Called before the first fold; `results` are those of folds that an earlier call has ended. */
  onPlan?(validation: CrossValidation, results: readonly FoldResult[]): void;
  /** Called when a fold has ended and is written down. */
  onFold?(result: FoldResult): void;
}

/** Cross-validation as far as it has come. */
export interface CvRun {
  readonly validation: CrossValidation;
  readonly content: CvFile;
  /** Predictions of the folds that have ended, where they are wanted. */
  readonly heldOut: readonly HeldOut[];
}

/**
 * Cross-validates a config into a directory: cv.json is written whole after each fold. Stopped in between, it goes on
 * with the first fold that had not ended.
 *
 * @throws MlpError where the directory, the data, the folds or what there is to go on with are not as they should be.
 */
export async function runCrossValidation(
  config: NamedConfig,
  loading: LoadOptions,
  plan: Omit<PlanOptions, 'seed'>,
  { directory, versions, wantsPredictions, onPlan, onFold, ...options }: RunCvOptions,
): Promise<CvRun> {
  const validation = await planCrossValidation(config, loading, plan);
  const study = openStudyDirectory(directory, cvFile, isHeldOutFile, options);
  try {
    const path = study.path(cvFile);
    let content = cvContent(subjectOf(validation, directory, versions), []);
    const results: FoldResult[] = [];
    const heldOut: HeldOut[] = [];
    if (options.resume && readFileIfThere(path, 'cross-validation')) {
      const earlier = readCvFile(path);
      refuseOther(path, earlier, content);
      content = earlier;
      for (const result of earlier.results) results.push(result);
      if (wantsPredictions)
        for (const i of results.keys()) heldOut.push(readHeldOut(study.path(heldOutFile(i)), earlier));
    }
    onPlan?.(validation, [...results]);
    const { force: _, resume: __, ...training } = options;
    await trainFolds(validation, {
      ...training,
      from: results.length,
      onTrained(index, trained) {
        const result = resultOf(validation.plan.folds[index], trained);
        const predicted = predictHeldOut(trained);
        results.push(result);
        if (wantsPredictions) heldOut.push(predicted);
        content = cvContent(subjectOf(validation, directory, versions), results);
        writeFileAtomic(study.path(heldOutFile(index)), JSON.stringify(predicted));
        writeFileAtomic(path, cvText(content));
        onFold?.(result);
      },
    });
    if (content.complete) study.clear();
    return { validation, content, heldOut };
  } finally {
    study.close();
  }
}

function refuseOther(path: string, earlier: CvFile, current: CvSubject): void {
  const of = ({ config, folds, sha256: { train } }: CvSubject) => ({
    config: { ...config, name: '' },
    folds,
    data: { train },
  });
  const difference = firstDifference(of(earlier), of(current), 'cv');
  if (difference === null) return;
  throw new MlpError(
    'data',
    `${path}: belongs to another cross-validation: ${difference.replace(/^cv\./, '')}; go back to what it was, or ` +
      'begin anew with --force',
  );
}

function readHeldOut(path: string, { complete }: CvFile): HeldOut {
  const bytes = readFileIfThere(path, 'predictions');
  if (bytes) return JSON.parse(Buffer.from(bytes).toString()) as HeldOut;
  throw new MlpError(
    'no_input',
    `${path}: no such file; ` +
      (complete
        ? 'predictions of the single folds are not kept once all have ended: begin anew with --force'
        : 'the predictions of folds that have ended are gone: begin anew with --force'),
  );
}
