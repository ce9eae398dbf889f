import { short, table } from '../markdown.mjs';

const formats = ['js', 'c', 'onnx'];
const columns = [
  ['difference', ({ difference }) => (difference === 0 ? '0' : difference.toExponential(0))],
  ['kB', ({ bytes }) => short(bytes / 1000)],
  ['µs', ({ alone }) => short(alone)],
];

/** A table of what was measured, and below it what is refused, and why. */
export function report(figures) {
  const exported = figures.filter(({ formats: by }) => by);
  const header = columns.flatMap(([what]) => formats.map((format) => `${format}: ${what}`));
  const rows = exported.map(({ name, network, rows: count, formats: by }) => [
    ...[name, network, count.toLocaleString('en')],
    ...columns.flatMap(([, text]) => formats.map((format) => text(by[format]))),
    short(by.onnx.together),
  ]);
  const reasons = new Map();
  for (const { name, refused } of figures)
    if (refused) reasons.set(refused, [...(reasons.get(refused) ?? []), name]);
  const other = exported.flatMap(({ name, formats: by }) =>
    formats.flatMap((format) =>
      by[format].otherRows > 0
        ? [`- ${name}, ${format}: another answer in ${by[format].otherRows} rows`]
        : [],
    ),
  );
  const lines = [...reasons].map(([reason, names]) => `- refused, ${names.join(', ')}: ${reason}`);
  return [
    table(['config', 'network', 'rows', ...header, 'onnx, of 100: µs'], rows),
    ...(lines.length + other.length > 0 ? ['', ...lines, ...other] : []),
  ].join('\n');
}
