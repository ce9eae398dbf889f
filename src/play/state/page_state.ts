import type { Speed } from '../worker/pace.js';
import type { ViewSettings } from '../worker/view.js';
import type { State } from './state.js';
import { settingsFor } from './view_settings.js';

/** Epochs in a second that can be chosen. */
export const speeds: readonly Speed[] = [1, 5, 30, 'full'];

/** Numbers of seeds that can be trained side by side. */
export const startCounts: readonly number[] = [4, 6, 9, 12];

/** The page at first, but for the config: what the address leaves out is as here. */
export const firstPage = {
  speed: 30 as Speed,
  output: null as number | null,
  isDiscrete: false,
  showsTest: true,
  showsGradients: false,
  row: 1,
  startCount: 6,
  viewSettings: null as ViewSettings | null,
};

/** Choices of what the page shows, which are not of the config. The address keeps what is not as at first. */
export type PageState = { -readonly [Name in keyof typeof firstPage]?: (typeof firstPage)[Name] };

const isFlag = (value: unknown) => typeof value === 'boolean';
const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 0;

/** Whether a value that a stranger may have written is one of a name. */
const isValue: { readonly [Name in keyof typeof firstPage]: (value: unknown) => boolean } = {
  speed: (value) => speeds.includes(value as Speed),
  output: isCount,
  isDiscrete: isFlag,
  showsTest: isFlag,
  showsGradients: isFlag,
  row: (value) => isCount(value) && value !== 0,
  startCount: (value) => startCounts.includes(value as number),
  viewSettings: (value) => {
    const { axes, at } = (value ?? {}) as Partial<ViewSettings>;
    return (
      Array.isArray(axes) &&
      axes.every((axis) => typeof axis === 'string') &&
      new Set(axes).size === axes.length &&
      typeof at === 'object' &&
      at !== null &&
      !Array.isArray(at) &&
      Object.values(at).every((each) => typeof each === 'string' || Number.isFinite(each))
    );
  },
};

const names = Object.keys(firstPage) as (keyof typeof firstPage)[];

/** Takes what is good of an object. */
export const readPageState = (given: Readonly<Record<string, unknown>>): PageState =>
  Object.fromEntries(
    names.flatMap((name) =>
      Object.hasOwn(given, name) && isValue[name](given[name]) ? [[name, given[name]]] : [],
    ),
  );

/** Takes of a state what is not as at first. */
export function pageStateOf(state: State): PageState {
  const { session, viewSettings } = state;
  const isUsual =
    session === null || JSON.stringify(viewSettings) === JSON.stringify(settingsFor(session, null));
  return Object.fromEntries(
    names.flatMap((name) =>
      state[name] === firstPage[name] || (name === 'viewSettings' && isUsual) ? [] : [[name, state[name]]],
    ),
  );
}
