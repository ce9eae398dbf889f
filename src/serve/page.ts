import { createHash } from 'node:crypto';
import type { ColumnFacts, Metadata } from './metadata.js';

const style = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif;
  --line: light-dark(#c8ccd4, #4a4f59); --quiet: light-dark(#565c68, #a9b0bd); --main: light-dark(#1d5fb8, #8ab8ff);
  --on-main: light-dark(#fff, #10151d); --bad: light-dark(#b3261e, #ff9d94); }
body { background: light-dark(#fff, #16181d); color: light-dark(#1b1e24, #e8eaee); margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem; }
h1, h2 { line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere; }
section + section { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: 2rem; }
p { margin: .25rem 0 1rem; } section ~ p { margin: 1.5rem 0 0; }
a { color: var(--main); } nav a { margin-right: 1rem; overflow-wrap: anywhere; }
form { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); }
form { gap: .75rem; align-items: end; }
label { display: grid; gap: .2rem; overflow-wrap: anywhere; }
input, button, [role=status]:not(:empty) { border: 1px solid var(--line); border-radius: .3rem; }
input, button { font: inherit; padding: .4rem .6rem; min-width: 0; }
input { background: light-dark(#fff, #1f2229); color: inherit; } ::placeholder { color: var(--quiet); opacity: 1; }
[aria-invalid] { border-color: var(--bad); outline: 1px solid var(--bad); }
button { background: var(--main); border-color: var(--main); color: var(--on-main); cursor: pointer; }
:focus-visible { outline: 2px solid var(--main); outline-offset: 1px; }
[role=status]:not(:empty) { margin-top: 1rem; padding: .75rem 1rem; }
table { border-collapse: collapse; }
th, td { text-align: left; padding: .1rem 1rem .1rem 0; overflow-wrap: anywhere; }
th { font-weight: normal; color: var(--quiet); }
tr:first-child td { font-weight: bold; } td { font-feature-settings: "tnum"; }
meter { width: min(12rem, 20vw); } .bad { color: var(--bad); } [role=status] > p { margin: .25rem 0; }
small, summary { color: var(--quiet); font-size: .85rem; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .25rem 0 0; font-size: .85rem; }`;

/** Program of the page: it sends the values of a form as one row, and shows the answer. */
const script = `const add = (parent, tag, text = '', more = {}) =>
  Object.assign(parent.appendChild(document.createElement(tag)), { textContent: text }, more);
const shown = (value) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);
function show(form, answer) {
  const output = form.nextElementSibling;
  output.textContent = '';
  const [row = {}] = answer.predictions ?? [];
  const problem = row.problem ?? answer.problem;
  if (problem) add(output, 'p', problem.message.replace(/^body(:\\d+)*: /, ''), { className: 'bad' });
  for (const input of form.querySelectorAll('input')) {
    input.removeAttribute('aria-invalid');
    if (problem && input.name === problem.column) input.setAttribute('aria-invalid', 'true');
  }
  const table = add(output, 'table');
  for (const [name, value] of Object.entries(row)) {
    if (name === 'problem' || name === 'warnings') continue;
    const line = add(table, 'tr');
    add(line, 'th', name, { scope: 'row' });
    add(line, 'td', shown(value));
    if (name.startsWith('p_')) add(add(line, 'td'), 'meter', '', { value, ariaLabel: name });
  }
  for (const text of answer.warnings ?? []) add(output, 'p', 'warning: ' + text.replace(/^body(:\\d+)*: /, ''));
  const all = add(output, 'details');
  add(all, 'summary', 'JSON');
  add(all, 'pre', JSON.stringify(answer, null, 2));
}
for (const form of document.forms) form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const row = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value === '' ? null : value]));
  try {
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify(row);
    show(form, await (await fetch(form.getAttribute('action'), { method: 'POST', body, headers })).json());
  } catch (error) { show(form, { problem: { message: 'no answer: ' + error.message } }); }
});`;

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Policy of the page: it loads nothing, and asks this server alone. */
export const pagePolicy =
  `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; connect-src 'self'; ` +
  "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** A page to try the models in: a form each, with a field for each column. */
export const page = (models: readonly Metadata[]): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${models.map(({ name }) => asHtml(name)).join(', ')}: try it</title>
<style>${style}</style>
<main>
${models.length > 1 ? overview(models) : ''}
${models.map((model, i) => section(model, i, models.length > 1 ? 'h2' : 'h1')).join('\n')}
<p>For programs: <a href="openapi.json">openapi.json</a>, <a href="metadata">metadata</a>.</p>
</main>
<script>${script}</script>
</html>
`;

const overview = (models: readonly Metadata[]): string => `<h1>${models.length} models</h1>
<nav aria-label="Models"><p>
${models.map(({ name }, i) => `<a href="#model-${i}">${asHtml(name)}</a>`).join('\n')}
</p></nav>`;

const section = (
  { name, columns, task, target, sha256 }: Metadata,
  place: number,
  heading: string,
): string => `<section id="model-${place}" aria-labelledby="name-${place}">
<${heading} id="name-${place}">${asHtml(name)}</${heading}>
<p>A model for ${asHtml(task)}${target.names.length > 0 ? `: it predicts ${asHtml(target.names.join(', '))}` : ''}.
${columns.every(({ required }) => required) ? '' : 'A field that is left empty is a missing value.'}<br>
<small>sha256 ${sha256}</small></p>
<form action="models/${encodeURIComponent(name)}/predict">
${columns.map((column, i) => field(column, `list-${place}-${i}`)).join('\n')}
<button>Predict</button></form>
<div role="status"></div>
</section>`;

/** A name that may be broken where its words end. */
const withBreaks = (html: string): string => html.replace(/[_.]/g, '$&<wbr>');

/** Most characters of the categories that stand in a field as examples. */
const longestHint = 24;

function hintOf({ type, categories = [], format }: ColumnFacts): string {
  if (format !== undefined) return format === 'iso' ? 'a date: 2026-01-31' : format;
  if (type === 'number') return 'a number';
  const text = categories.join(', ');
  return text === '' ? 'a text' : text.length > longestHint ? `${text.slice(0, longestHint)}…` : text;
}

function field(column: ColumnFacts, id: string): string {
  const { name, type, categories, required } = column;
  const list = categories ? ` list="${id}"` : '';
  const options = (categories ?? []).map((text) => `<option>${asHtml(text)}</option>`).join('');
  return (
    `<label>${withBreaks(asHtml(name))}<input name="${asHtml(name)}" placeholder="${asHtml(hintOf(column))}"` +
    `${required ? ' required' : ''}${type === 'number' ? ' inputmode="decimal"' : ''}${list}` +
    ' autocomplete="off"></label>' +
    (categories ? `<datalist id="${id}">${options}</datalist>` : '')
  );
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const asHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character]);
