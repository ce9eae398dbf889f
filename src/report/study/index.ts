import { counted } from '../../format_count.js';
import { scoreName } from '../../studies/tune/plan_study.js';
import type { Tuned } from '../../studies/tune/tune.js';
import { stableIds } from '../draw/plot.js';
import { short } from '../draw/text.js';
import { Html, html } from '../page/html.js';
import { figure, type Section } from '../page/page.js';
import { pageStyle } from '../page/style.js';
import { tableOf } from '../page/table.js';
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
  const stable = stableIds();
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${name} – mlp tune</title>
<style>${new Html(pageStyle)}</style>
</head>
<body>
<header>
<h1>${name}: tuned</h1>
<p>${summary(tuned)}</p>
${best(page)}
</header>
<main>
${sections.map((section) => figure(section, stable))}
</main>
</body>
</html>
`.text;
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
