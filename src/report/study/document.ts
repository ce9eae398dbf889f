import { stableIds } from '../draw/plot.js';
import { Html, html } from '../page/html.js';
import { figure, type Section } from '../page/page.js';
import { pageStyle } from '../page/style.js';

/** Content of the page of a study. */
export interface StudyDocument {
  readonly name: string;
  /** Command that made it. */
  readonly command: string;
  readonly heading: string;
  readonly summary: string;
  readonly table: Html;
  readonly sections: readonly Section[];
}

/** Writes the page of a study: one HTML file without a script, which loads nothing. The same study gives the same bytes. */
export function studyDocument({ name, command, heading, summary, table, sections }: StudyDocument): string {
  const stable = stableIds();
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${name} – mlp ${command}</title>
<style>${new Html(pageStyle)}</style>
</head>
<body>
<header>
<h1>${heading}</h1>
<p>${summary}</p>
${table}
</header>
<main>
${sections.map((section) => figure(section, stable))}
</main>
</body>
</html>
`.text;
}
