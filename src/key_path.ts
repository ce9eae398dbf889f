/** Path of a value in a config: keys and indices, outermost first. */
export type Path = readonly (string | number)[];

/** Text of a path, as `--set` reads it: `layers[1].activation`, `data.columns["petal.length"]`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!/^[^\s.[\]="'\\]+$/.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
