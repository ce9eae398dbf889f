import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOMParser, parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { drawReport } from '../../src/report/index.js';
import { escapeHtml, html } from '../../src/report/page/html.js';
import { sharedDirectory } from '../files/temporary_directory.js';
import { runs } from '../helpers/runs.js';
import { trainRun } from './runs.js';

const directory = sharedDirectory();
const split = { type: 'random', validation: 0.25, test: 0.25 };
const training = { epochs: 2 };

/** Names that end an element, an attribute, a style and a comment, and one that no XML may hold. */
const wicked = [
  '</title><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  '</style><svg onload=alert(1)>',
  '--><b>&amp;</b>',
  'a\u0007\u001b[31mb',
];
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The report of classes with such names: drawn once. */
let ofClasses: ReturnType<typeof drawReport> | undefined;
const classesReport = () =>
  (ofClasses ??= wickedRun('classes', wicked[2]).then((run) => drawReport(run, () => {})));

/** A run whose columns, classes and name are all of these. */
async function wickedRun(name: string, target: string): Promise<string> {
  const rows = Array.from({ length: 48 }, (_, i) =>
    [i % 7, i % 5, quoted(wicked[i % wicked.length]), i % 3].join(','),
  );
  const header = [wicked[0], wicked[1], wicked[2], wicked[3]].map(quoted).join(',');
  writeFileSync(join(directory, `${name}.csv`), `${header}\n${rows.join('\n')}\n`);
  const ignored = target === wicked[2] ? wicked[3] : wicked[2];
  return trainRun(directory, name, {
    name: `${wicked[1]} <i>run<i>`,
    task: target === wicked[2] ? 'classification' : 'regression',
    data: { train: `${name}.csv`, target, ignore: [ignored], split },
    layers: [{ type: 'dense', units: 3, activation: 'tanh' }],
    training,
  });
}

const targets = [
  ['classes', wicked[2]],
  ['numbers', wicked[3]],
];
test.each(runs(targets.slice(0, 1), targets))(
  'names from the data are text and nothing else: %s',
  async (name, target) => {
    const report =
      name === 'classes' ? await classesReport() : await drawReport(await wickedRun(name, target), () => {});
    const { document } = parseHTML(report.html);
    expect(document.querySelectorAll('script, img, iframe, object, b, i')).toHaveLength(0);
    for (const element of document.querySelectorAll('*'))
      for (const { name: attribute } of element.attributes) expect(attribute).not.toMatch(/^on|^src$/);
    expect(document.title).toBe(`${wicked[1]} <i>run<i> – mlp report`);
    // The axis is named as the column is, cut to fit; no character is lost on the way.
    expect(document.body.textContent).toContain(`${wicked[0].slice(0, 23)}…`);
    for (const { svg } of report.pictures) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(svg).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f]/);
      const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
      expect(root.querySelectorAll('script, img, foreignObject, a')).toHaveLength(0);
    }
  },
);

test('nothing is loaded from anywhere, and a policy says so', async () => {
  const { html: text } = await classesReport();
  expect(text).toContain(`http-equiv="Content-Security-Policy" content="default-src 'none';`);
  const addresses = [...text.matchAll(/\b(?:https?:)?\/\/[^\s"<]+/g)].map(([address]) => address);
  expect(new Set(addresses)).toEqual(new Set(['http://www.w3.org/2000/svg']));
  expect(text).not.toMatch(/@import|url\((?!#)/);
});

test('a template puts text in as text, HTML as HTML, and lists of either', () => {
  expect(html`<p title="${'"a" & \'b\''}">${'<b>'}${html`<b>`}${[html`<i>`, '<i>', 3]}</p>`.text).toBe(
    '<p title="&quot;a&quot; &amp; &#39;b&#39;">&lt;b&gt;<b><i>&lt;i&gt;3</p>',
  );
  expect(escapeHtml('a < b')).toBe('a &lt; b');
});
