import type { SessionFacts } from '../worker/facts.js';
import type { ViewSettings } from '../worker/view.js';

/** Settings of the view that fit the inputs: those that there are where they do, or else the first two numbers. */
export function settingsFor({ inputs }: SessionFacts, settings: ViewSettings | null): ViewSettings | null {
  const columns = inputs.filter((input) => input.kind === 'number');
  const varied = columns.filter(({ least, greatest }) => least < greatest);
  const numbers = (varied.length > 1 ? varied : columns).map(({ name }) => name);
  if (numbers.length === 0) return null;
  if (
    settings?.axes.every((axis) => numbers.includes(axis)) &&
    settings.axes.length === Math.min(2, numbers.length)
  )
    return settings;
  return { axes: numbers.slice(0, 2), at: {} };
}
