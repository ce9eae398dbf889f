import { useEffect, useRef } from 'preact/hooks';
import { divergingColour } from '../draw/colours.js';

/** Pixels for a unit of the picture. */
const sharpness = 2;

/** Values of a unit over the plane of the map, and where its square is. */
export interface UnitImage {
  readonly values: Float32Array;
  readonly x: number;
  readonly y: number;
  /** Whether values are probabilities: ½ is in the middle of the colours, then. */
  readonly isShare: boolean;
}

interface UnitImagesProps {
  readonly images: readonly UnitImage[];
  readonly resolution: number;
  /** Sides of a square, and of all, in units of the picture. */
  readonly size: number;
  /** Width of the picture left of 0. */
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Maps of all units on one canvas, which lies behind the diagram: blue above 0, orange below. Many times a second an
 * image for each would take twice the time of all else that the page draws.
 */
export function UnitImages({ images, resolution, size, left, width, height }: UnitImagesProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    context.clearRect(0, 0, sharpness * width, sharpness * height);
    const [first] = images;
    if (!first) return;
    const sheet = sheetOf(images, resolution);
    const rows = first.values.length / resolution;
    const side = sharpness * size;
    for (const [i, { x, y }] of images.entries())
      context.drawImage(
        ...([sheet, 0, i * rows, resolution, rows] as const),
        ...([sharpness * (left + x), sharpness * y, side, side] as const),
      );
  }, [images]);
  return <canvas ref={canvas} width={sharpness * width} height={sharpness * height} aria-hidden="true" />;
}

let sheet: HTMLCanvasElement | undefined;

/** Draws the maps one below the other, a pixel a point; the greatest values of the second axis on top of each. */
function sheetOf(images: readonly UnitImage[], width: number): HTMLCanvasElement {
  sheet ??= document.createElement('canvas');
  const context = sheet.getContext('2d')!;
  const height = images[0].values.length / width;
  sheet.width = width;
  sheet.height = height * images.length;
  const pixels = context.createImageData(width, sheet.height);
  for (const [k, { values, isShare }] of images.entries()) {
    const greatest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
    for (let i = 0; i < values.length; i++) {
      const at = 4 * ((height * (k + 1) - 1 - Math.floor(i / width)) * width + (i % width));
      const [red, green, blue] = divergingColour(isShare ? 2 * values[i] - 1 : values[i] / greatest);
      pixels.data[at] = red;
      pixels.data[at + 1] = green;
      pixels.data[at + 2] = blue;
      pixels.data[at + 3] = Number.isFinite(values[i]) ? 255 : 0;
    }
  }
  context.putImageData(pixels, 0, 0);
  return sheet;
}
