import { counted } from '../../format_count.js';
import { scoreName } from '../../studies/tune/plan_study.js';
import type { Tuned } from '../../studies/tune/tune.js';
import { short } from '../draw/text.js';
import type { Html } from '../page/html.js';
import type { Section } from '../page/page.js';
import { tableOf } from '../page/table.js';
import { studyDocument } from './document.js';
import { history } from './history.js';
import { importance } from './importance.js';
import { slices } from './slices.js';
import { type StudyPage, studyPage } from './study_page.js';

/** Most trials in the table of the page. */
const shown = 20;

/**
 * Draws a study that has chosen, as one HTML page without a script: history, slices, importance of parameters, and the
 * best trials. The same study gives the same bytes.
 */
export function drawStudy(tuned: Tuned): string {
  const page = studyPage(tuned);
  const { name } = tuned.planned.prepared[0].config;
  const sections: Section[] = [
    { name: 'history', title: 'Trials', ...history(page) },
    ...(page.importances.length > 1
      ? [{ name: 'importance', title: 'What mattered', ...importance(page) }]
      : []),
    { name: 'slices', title: 'One parameter at a time', ...slices(page) },
  ];
  return studyDocument({
    ...{ name, command: 'tune', heading: `${name}: tuned` },
    ...{ summary: summary(tuned), table: best(page), sections },
  });
}

/** Sentences on what was tried and what came of it. */
function summary({ planned, chosen }: Tuned): string {
  const { study, description } = planned;
  const { best, test, run } = chosen!;
  const rows = run.metrics.test?.rows ?? 0;
  const onTest =
    test === null
      ? 'There are no test rows to measure it on.'
      : `On the ${counted(rows, 'test row')}, which no trial has seen, it has ${short(test)}.`;
  return (
    `${counted(study.ranking.length, 'trial')} by ${description.strategy}, seed ${study.options.seed}. Trial ` +
    `${best.trial} has the best ${scoreName(planned)}, ${short(best.value!)}: chosen for it, and so it flatters. ` +
    onTest
  );
}

/** Table of the best trials. */
function best({ trials, space, metric }: StudyPage): Html {
  const names = space.map(({ name }) => name);
  const cell = (value: unknown) =>
    typeof value === 'number' ? short(value) : typeof value === 'string' ? value : JSON.stringify(value);
  return tableOf(
    ['trial', metric, ...names],
    trials
      .slice(0, shown)
      .map(({ trial, value, values }) => [trial, short(value), ...names.map((name) => cell(values[name]))]),
  );
}
