/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Colours of the least, the middle and the greatest value: orange, white and blue, told apart by all eyes. */
const diverging: readonly Rgb[] = [
  [230, 97, 1],
  [247, 247, 247],
  [33, 113, 181],
];

/** Colours of classes, those that come first after Okabe and Ito 2008; a thirteenth class has the first again. */
const categories: readonly Rgb[] = [
  [230, 97, 1],
  [33, 113, 181],
  [0, 140, 100],
  [150, 80, 160],
  [200, 150, 0],
  [90, 90, 90],
  [86, 180, 233],
  [200, 60, 100],
  [130, 85, 50],
  [120, 150, 30],
  [235, 140, 190],
  [20, 60, 110],
];

const mix = (a: Rgb, b: Rgb, t: number): Rgb => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

/** The colour of a value from −1 to 1. */
export function divergingColour(value: number): Rgb {
  const place = Math.max(-1, Math.min(1, value));
  return place < 0 ? mix(diverging[1], diverging[0], -place) : mix(diverging[1], diverging[2], place);
}

export const categoryColour = (index: number): Rgb => categories[index % categories.length];

/** A colour that is nearly white where `strength` is 0. */
export const faded = (colour: Rgb, strength: number): Rgb =>
  mix([247, 247, 247], colour, 0.15 + 0.65 * strength);

export const css = ([r, g, b]: Rgb): string => `rgb(${Math.round(r)} ${Math.round(g)} ${Math.round(b)})`;
