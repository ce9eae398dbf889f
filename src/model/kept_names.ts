/**
 * Names of columns to keep, between commas, with or without blanks; those in double quotes may hold commas. Undefined
 * where a name is empty.
 */
export function keptNames(text: string): string[] | undefined {
  const names = [...text.matchAll(/\s*(?:"((?:[^"]|"")*)"\s*|([^,]*))(?:,|$)/gy)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain.trim(),
  );
  // the end of the text is a match by itself, unless a comma stands there
  if (!text.endsWith(',')) names.pop();
  const isWhole = names.length > 0 && names.every((name) => name !== '');
  return isWhole ? names : undefined;
}
