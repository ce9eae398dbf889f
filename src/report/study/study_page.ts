import type { Direction } from '../../metrics/index.js';
import { importanceOf } from '../../studies/tune/importance.js';
import { scoreName } from '../../studies/tune/plan_study.js';
import type { TrialRecord } from '../../studies/tune/record.js';
import type { Space } from '../../studies/tune/space/space.js';
import type { Tuned } from '../../studies/tune/tune.js';

/** Trial with its value. */
export type StudyTrial = TrialRecord & { readonly value: number };

/** Content of the page of a study. */
export interface StudyPage {
  readonly metric: string;
  /** Name of what trials are judged by. */
  readonly score: string;
  readonly direction: Direction;
  readonly space: Space;
  /** Trials with a value, best first. */
  readonly trials: readonly StudyTrial[];
  /** Trial that was chosen. */
  readonly best: number;
  /** Most epochs of a trial, where halving gave them different ones. */
  readonly epochs?: number;
  /** Parts of variance by parameter, the largest first. */
  readonly importances: readonly { readonly name: string; readonly share: number }[];
}

/** Gathers what is drawn of a study that has chosen. */
export function studyPage({ planned, chosen }: Tuned): StudyPage {
  const { study, metric } = planned;
  const { space, direction, rungs } = study.options;
  const trials = study.ranking as StudyTrial[];
  // of trials that ended at different epochs, those can be compared that ended at the first rung, or all
  const alike = rungs ? study.records.filter(({ rung, value }) => rung === 0 && value !== null) : trials;
  const ranked = [...alike].sort((a, b) => (direction === 'lower' ? 1 : -1) * (a.value! - b.value!));
  const importances = space.flatMap((parameter) => {
    const share = importanceOf(parameter, ranked);
    return share === null ? [] : [{ name: parameter.name, share }];
  });
  return {
    ...{ metric, direction, space, trials },
    score: scoreName(planned),
    best: chosen!.best.trial,
    ...(rungs && { epochs: rungs.at(-1) }),
    importances: importances.sort((a, b) => b.share - a.share),
  };
}
