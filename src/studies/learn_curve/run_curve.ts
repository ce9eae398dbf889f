import type { NamedConfig } from '../../config/index.js';
import { MlpError } from '../../errors.js';
import { readFileIfThere, reportFile, writeFileAtomic } from '../../files/index.js';
import { openStudyDirectory } from '../../files/study_directory.js';
import { stopReasonOf } from '../../jobs/restarts/state.js';
import { firstDifference } from '../../run/first_difference.js';
import type { LoadOptions } from '../../training/prepare.js';
import { measurePart } from '../divisions/metric.js';
import type { TrainedDivision } from '../divisions/train.js';
import { type TrainInTurnsOptions, trainInTurns } from '../divisions/train_in_turns.js';
import {
  type CurveFile,
  type CurveResult,
  type CurveSubject,
  curveContent,
  curveFile,
  curveText,
  readCurveFile,
  subjectOf,
} from './curve_file.js';
import { type CurveOptions, type PlannedCurve, planCurve } from './plan_curve.js';

/** Options of a learning curve that is written to a directory. */
export interface RunCurveOptions
  extends Pick<TrainInTurnsOptions, 'threads' | 'backend' | 'pause' | 'stop' | 'onPrepared'> {
  readonly directory: string;
  readonly force: boolean;
  readonly resume: boolean;
  readonly versions: CurveFile['versions'];
  /** Called before the first training; `content` has the results of an earlier call. */
  onPlan?(planned: PlannedCurve, content: CurveFile): void;
  /** Called when a training has ended and is written down. */
  onResult?(content: CurveFile): void;
}

/**
 * Trains a config on subsets of its training rows into a directory: learn-curve.json is written whole after each.
 * Stopped in between, it goes on with the first that had not ended.
 *
 * @throws MlpError where the directory, the data, or what there is to go on with are not as they should be.
 */
export async function runCurve(
  config: NamedConfig,
  loading: LoadOptions,
  curve: CurveOptions,
  { directory, versions, force, resume, onPlan, onResult, ...training }: RunCurveOptions,
): Promise<CurveFile> {
  const planned = await planCurve(config, loading, curve);
  const study = openStudyDirectory(directory, curveFile, (file) => file === reportFile, { force, resume });
  try {
    const path = study.path(curveFile);
    const subject = subjectOf(planned, directory, versions);
    let content = curveContent(subject, []);
    if (resume && readFileIfThere(path, 'learning curve')) {
      const earlier = readCurveFile(path);
      refuseOther(path, earlier, subject);
      content = earlier;
    }
    const results = [...content.results];
    onPlan?.(planned, content);
    await trainInTurns(planned.subsets.length, planned.prepare, {
      ...training,
      directory: loading.directory,
      from: results.length,
      onTrained(index, trained) {
        results.push(resultOf(planned, index, trained));
        content = curveContent(subject, results);
        writeFileAtomic(path, curveText(content));
        onResult?.(content);
      },
    });
    return content;
  } finally {
    study.close();
  }
}

function resultOf(
  { subsets, metric, part }: PlannedCurve,
  index: number,
  { prepared, network, result }: TrainedDivision,
): CurveResult {
  const { config, dataset } = prepared;
  const { size, repeat, rows } = subsets[index];
  return {
    ...{ size, rows: rows.length, repeat },
    epochs: result.restarts.reduce((sum, { epochs }) => sum + epochs, 0),
    stop_reason: stopReasonOf(result),
    score: measurePart(metric, network, config, dataset, part),
    training: measurePart(metric, network, config, dataset, 'train'),
  };
}

function refuseOther(path: string, earlier: CurveSubject, current: CurveSubject): void {
  const of = ({ config, metric, measured, sizes, repeats, sha256: { train } }: CurveSubject) => ({
    config: { ...config, name: '' },
    ...{ metric, measured, sizes, repeats },
    data: { train },
  });
  const difference = firstDifference(JSON.parse(JSON.stringify(of(earlier))), of(current), 'curve');
  if (difference === null) return;
  throw new MlpError(
    'data',
    `${path}: belongs to another learning curve: ${difference.replace(/^curve\./, '')}; go back to what it was, or ` +
      'begin anew with --force',
  );
}
