import { createHash } from 'node:crypto';
import type { ColumnFacts, Metadata } from './metadata.js';

const style = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
form { display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: .75rem; align-items: end; }
label { display: grid; gap: .2rem; overflow-wrap: anywhere; }
input, button { font: inherit; padding: .35rem .5rem; min-width: 0; }
pre { padding: .75rem; border: 1px solid #8888; border-radius: .25rem; white-space: pre-wrap; }
pre { overflow-wrap: anywhere; }
table { border-collapse: collapse; } th, td { text-align: left; padding: .15rem 1.5rem .15rem 0; vertical-align: top; }
.sha { font: .8rem ui-monospace, monospace; overflow-wrap: anywhere; }`;

/** Program of the page: it sends the values of a form as one row, and shows the answer. */
const script = `for (const form of document.forms) form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const row = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value === '' ? null : value]));
  const body = JSON.stringify(row);
  const output = form.nextElementSibling;
  const show = (text) => { output.hidden = false; output.textContent = text; };
  try {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(form.getAttribute('action'), { method: 'POST', body, headers });
    show(JSON.stringify(await answer.json(), null, 2));
  } catch (error) { show('no answer: ' + error.message); }
});`;

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Policy of the page: it loads nothing, and asks this server alone. */
export const pagePolicy =
  `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; connect-src 'self'; ` +
  "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** A page to try the models in: a form each, with a field for each column. */
export const page = (models: readonly Metadata[]): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${models.map(({ name }) => asHtml(name)).join(', ')}: try it</title>
<style>${style}</style>
${models.map(section).join('\n')}
<p>For programs: <a href="openapi.json">openapi.json</a>, <a href="metadata">metadata</a>.</p>
<script>${script}</script>
</html>
`;

const section = ({ name, columns, task, target, sha256 }: Metadata): string => `<h1>${asHtml(name)}</h1>
<p>A model for ${asHtml(task)}${target.names.length > 0 ? `: it predicts ${asHtml(target.names.join(', '))}` : ''}.
<span class="sha">sha256 ${sha256}</span></p>
<form action="models/${encodeURIComponent(name)}/predict">
${columns.map((column, i) => field(column, `${name}.${i}`)).join('\n')}
<button>Predict</button></form>
<pre role="status" hidden></pre>`;

function field({ name, type, categories, format, required }: ColumnFacts, id: string): string {
  const hint =
    (format === 'iso' ? 'a date: 2026-01-31' : format) ?? (type === 'number' ? 'a number' : 'a text');
  const list = categories ? ` list="${asHtml(id)}"` : '';
  const options = (categories ?? []).map((text) => `<option>${asHtml(text)}</option>`).join('');
  return (
    `<label>${asHtml(name)}<input name="${asHtml(name)}" placeholder="${asHtml(hint)}"${required ? ' required' : ''}` +
    `${type === 'number' ? ' inputmode="decimal"' : ''}${list} autocomplete="off"></label>` +
    (categories ? `<datalist id="${asHtml(id)}">${options}</datalist>` : '')
  );
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const asHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character]);
