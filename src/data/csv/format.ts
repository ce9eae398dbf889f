/** How the text of a file is to be read: the same for training data and for what is predicted later. */
export interface Format {
  readonly delimiter: string;
  readonly header: boolean;
  readonly missing_values: readonly string[];
}

/** One line of CSV, without its end: fields that need quotes get them (RFC 4180). A lone empty field is `""`, not a blank line. */
export function formatRecord(fields: readonly string[], delimiter = ','): string {
  const line = fields
    .map((field) =>
      field.includes(delimiter) || /["\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field,
    )
    .join(delimiter);
  return line === '' ? '""' : line;
}
