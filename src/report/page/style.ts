import { themeStyle } from '../draw/theme.js';

/** Edges of what can be scrolled are shaded as long as there is more beyond them. */
const shades = `
.scroll { overflow-x: auto; background-repeat: no-repeat; background-attachment: local, local, scroll, scroll; }
.scroll { background-size: 2.5rem 100%, 2.5rem 100%, .8rem 100%, .8rem 100%; }
.scroll { background-position: left, right, left, right; }
.scroll { background-image: linear-gradient(to right, var(--page) 1rem, transparent),
  linear-gradient(to left, var(--page) 1rem, transparent), linear-gradient(to right, var(--line), transparent),
  linear-gradient(to left, var(--line), transparent); }
`.trim();

export const pageStyle = `
${themeStyle}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 64rem; }
body { background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.8rem; overflow-wrap: anywhere; }
h2 { margin: 0 0 .25rem; font-size: 1.15rem; }
p, ul.verdict { margin: 0 0 .75rem; max-width: 90ch; }
ul.verdict { padding-left: 1.2rem; }
p { color: var(--quiet); overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 0 0 1rem; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 1rem 0 1.5rem; padding: .5rem 0; }
nav { border-block: 1px solid var(--line); }
a, summary { color: var(--link); text-decoration: none; cursor: pointer; }
a:hover, a:focus { text-decoration: underline; }
main { columns: 28rem 2; column-gap: 1.25rem; }
section { margin: 0 0 1.25rem; break-inside: avoid; padding: 1rem 1.25rem 1.25rem; }
section { border: 1px solid var(--line); border-radius: .6rem; }
section.wide { column-span: all; }
.pictures { display: flex; flex-wrap: wrap; gap: 1rem 2rem; }
.pictures svg { display: block; width: 100%; height: auto; }
.plot text, .plot tspan { white-space: pre; }
table { border-collapse: collapse; font-size: .92em; font-variant-numeric: tabular-nums; margin-top: .5rem; }
th, td { padding: .15rem .6rem; text-align: right; border-bottom: 1px solid var(--line); }
th { font-weight: 500; }
thead th { color: var(--quiet); vertical-align: bottom; }
th[scope=row], th:first-child { padding-left: 0; text-align: left; overflow-wrap: break-word; }
header > .scroll { margin-bottom: .5rem; }
table.texts td, table.texts th { text-align: left; }
pre { margin: .5rem 0; font-size: .87em; }
details { margin: .5rem 0; }
${shades}
@media (max-width: 30rem) {
  body { padding: 1rem .5rem 3rem; }
  section { padding: .75rem .55rem; }
  th, td { padding-inline: .4rem; }
}
@page { margin: 1.2cm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  main { columns: 2; column-gap: .6cm; }
  nav, summary { display: none; }
  section { padding: .3cm; break-inside: avoid; }
  h2, p { break-after: avoid; }
  .scroll { overflow: visible; background: none; }
  .pictures > div { min-width: 0 !important; break-inside: avoid; }
  .pictures svg { max-height: 24cm; }
}
`.trim();
