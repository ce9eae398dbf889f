import { pow } from '../../math/index.js';

/**
 * Colours of a report, by name, for a light and a dark page. Categories are distinct to people with any kind of colour
 * vision (after Okabe and Ito, 2008, and darker or lighter where the page asks for it); negative is orange, positive
 * blue, as in the TensorFlow Playground.
 */
const light = {
  page: '#ffffff',
  panel: '#f6f7f9',
  ink: '#1b1f24',
  quiet: '#5b6470',
  line: '#d5dae0',
  link: '#0067a3',
  train: '#0072b2',
  validation: '#d55e00',
  test: '#00855f',
  ...numbered('category', [
    '#d55e00',
    '#0072b2',
    '#00855f',
    '#b24a94',
    '#b08a00',
    '#3d9bd9',
    '#7a3b16',
    '#5a4fcf',
    '#6b7480',
    '#8a9a00',
  ]),
  ...numbered('diverging', [
    '#b34a00',
    '#d36d25',
    '#ec9450',
    '#f6c092',
    '#f8dfc6',
    '#f7f7f5',
    '#cadfee',
    '#98c3e4',
    '#589cd2',
    '#2976b1',
    '#00528a',
  ]),
  ...numbered('sequential', [
    '#f4f6f8',
    '#d7e6f2',
    '#b9d7ec',
    '#8dbde0',
    '#5ca3d3',
    '#2f78ad',
    '#15639a',
    '#0a5080',
    '#003a63',
  ]),
};

const dark: Theme = {
  page: '#14171b',
  panel: '#1c2026',
  ink: '#e8ebef',
  quiet: '#9aa4b0',
  line: '#39404a',
  link: '#4fa8e8',
  train: '#4fa8e8',
  validation: '#ff8c42',
  test: '#2cc9a0',
  ...numbered('category', [
    '#ff8c42',
    '#4fa8e8',
    '#2cc9a0',
    '#e58bc4',
    '#f0d542',
    '#a5d8ff',
    '#c98a62',
    '#a59cff',
    '#aab3bf',
    '#c8d94a',
  ]),
  ...numbered('diverging', [
    '#ffa45c',
    '#e98437',
    '#c6651b',
    '#8e4916',
    '#57341e',
    '#1d2127',
    '#1d3650',
    '#16517f',
    '#2176b6',
    '#4d9cde',
    '#7cc4ff',
  ]),
  ...numbered('sequential', [
    '#1d2127',
    '#1d3042',
    '#16405f',
    '#1b5680',
    '#1f6ca3',
    '#3587c1',
    '#4aa3e0',
    '#8ac2f0',
    '#bfe3ff',
  ]),
};

type Theme = typeof light;

/** Both themes, for those who measure their contrast. */
export const themes = { light, dark } as const;

function numbered<Name extends string>(name: Name, colours: readonly string[]) {
  return Object.fromEntries(colours.map((colour, i) => [`${name}-${i}`, colour])) as Record<
    `${Name}-${number}`,
    string
  >;
}

const reference = (name: string) => `var(--${name})`;
const series = (name: string) =>
  Object.keys(light)
    .filter((key) => key.startsWith(`${name}-`))
    .map(reference);

/** Colours as pictures refer to them: variables that the page defines. */
export const colours = {
  page: reference('page'),
  ink: reference('ink'),
  quiet: reference('quiet'),
  line: reference('line'),
  train: reference('train'),
  validation: reference('validation'),
  test: reference('test'),
  categories: series('category'),
  /** Colours from most negative by 0 (the middle one) to most positive. */
  diverging: series('diverging'),
  /** Colours from nothing to all. */
  sequential: series('sequential'),
  /** Colour of text on each of the sequential colours. */
  onSequential: series('sequential').map((_, i) => reference(`on-sequential-${i}`)),
};

/** Colour of class or curve i; where there are more than colours, they begin again. */
export const categoryColour = (i: number): string => colours.categories[i % colours.categories.length];

/** A theme with the colour of text on each of its sequential colours: that of ink or page which differs more. */
function withText(theme: Theme): Readonly<Record<string, string>> {
  const steps = Object.entries(theme).filter(([name]) => name.startsWith('sequential-'));
  const on = (colour: string) =>
    contrast(theme.ink, colour) >= contrast(theme.page, colour) ? theme.ink : theme.page;
  return { ...theme, ...Object.fromEntries(steps.map(([name, colour]) => [`on-${name}`, on(colour)])) };
}

/** Contrast of two colours, from 1 to 21, as WCAG 2 defines it. */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const variables = (theme: Theme) =>
  Object.entries(withText(theme))
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');

/** Style that defines the colours of a page, light or dark as the reader's system is; light on paper. */
export const themeStyle = `:root { color-scheme: light dark; ${variables(light)} }
@media print { :root { color-scheme: light; } }
@media screen and (prefers-color-scheme: dark) { :root { ${variables(dark)} } }`;

/** Puts the colours of a light page into a picture, as not every program that shows SVG knows variables. */
export const withLightColours = (svg: string): string =>
  svg.replace(/var\(--([a-z]+(?:-[a-z]+)*(?:-\d+)?)\)/g, (whole, name: string) =>
    Object.hasOwn(lightWithText, name) ? lightWithText[name] : whole,
  );

const lightWithText = withText(light);
