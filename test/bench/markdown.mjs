const line = (cells) => `| ${cells.join(' | ')} |`;

/** A table whose columns but the first are numbers. */
export const table = (header, rows) =>
  [line(header), line(header.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');

/** Three digits that count, without an exponent. */
export const short = (value) =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(3)).toString();

/** A summary as `median (least–most)`, or the median alone where it is all there is. */
export const spread = ({ median, least, most, runs }, mark = '') =>
  runs > 1 ? `${short(median)}${mark} (${short(least)}–${short(most)})` : `${short(median)}${mark}`;

export const megabytes = (bytes) => `${short(bytes / 1e6)} MB`;
