import { themeStyle } from '../draw/theme.js';

export const pageStyle = `
${themeStyle}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 76rem; }
body { background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.8rem; overflow-wrap: anywhere; }
h2 { margin: 0 0 .25rem; font-size: 1.15rem; }
p { margin: 0 0 .75rem; max-width: 90ch; color: var(--quiet); overflow-wrap: anywhere; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 1rem 0 1.5rem; padding: .5rem 0; }
nav { border-block: 1px solid var(--line); }
a { color: var(--train); text-decoration: none; }
a:hover, a:focus { text-decoration: underline; }
main { columns: 33rem 2; column-gap: 1.25rem; }
section { margin: 0 0 1.25rem; break-inside: avoid; padding: 1rem 1.25rem 1.25rem; }
section { border: 1px solid var(--line); border-radius: .6rem; }
section.wide { column-span: all; }
header { overflow-x: auto; }
.pictures { display: flex; flex-wrap: wrap; gap: 1rem 2rem; overflow-x: auto; }
.pictures > svg { display: block; max-width: 100%; height: auto; overflow: visible; }
.plot text, .plot tspan { white-space: pre; }
table { border-collapse: collapse; font-size: .92em; font-variant-numeric: tabular-nums; }
th, td { padding: .15rem .5rem; text-align: right; border-bottom: 1px solid var(--line); }
th { font-weight: 500; }
thead th { color: var(--quiet); vertical-align: bottom; }
th[scope=row], th:first-child { padding-left: 0; text-align: left; overflow-wrap: break-word; }
`.trim();
