import { greatest } from '../../range.js';
import { type Html, html } from './html.js';

type Cells = readonly (string | number)[];

/** Table that can be scrolled where the page is too narrow; numbers of a column stand with their points below each other. */
export function tableOf(header: Cells, rows: readonly Cells[], kind = ''): Html {
  const columns = header.map((_, j) =>
    j === 0 ? rows.map(([name]) => name) : byPoint(rows.map((row) => row[j])),
  );
  return html`<div class="scroll" tabindex="0"><table class="${kind}">
<thead><tr>${header.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map((_, i) => rowOf(columns.map((column) => column[i])))}</tbody>
</table></div>`;
}

const rowOf = ([first, ...others]: Cells): Html =>
  html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>`;

/** Spaces as wide as a digit and as a point. */
const [figureSpace, pointSpace] = ['\u2007', '\u2008'];

/** Cells of a column, numbers with spaces in place of the digits that others have behind the point. */
function byPoint(cells: Cells): Cells {
  const texts = cells.map(String);
  const isNumber = texts.map((text) => /^−?[\d,]+(\.\d+)?(e−?\d+)?$/.test(text));
  const behind = (text: string) => (text.includes('.') ? text.length - text.indexOf('.') - 1 : 0);
  const most = greatest(texts.map((text, i) => (isNumber[i] ? behind(text) : 0)));
  if (!(most > 0)) return cells;
  return texts.map((text, i) => {
    if (!isNumber[i]) return text;
    const point = text.includes('.') ? '' : pointSpace;
    return `${text}${point}${figureSpace.repeat(most - behind(text))}`;
  });
}
