import { useEffect, useRef } from 'preact/hooks';
import { divergingColour } from '../draw/colours.js';

/** Values of a unit over the plane of the map, in a square of the diagram: blue above 0, orange below. */
export function UnitImage({
  values,
  resolution,
  size,
  isShare,
}: {
  readonly values: Float32Array;
  readonly resolution: number;
  readonly size: number;
  /** Whether values are probabilities: ½ is in the middle of the colours, then. */
  readonly isShare: boolean;
}) {
  const image = useRef<SVGImageElement>(null);
  const height = values.length / resolution;
  useEffect(() => {
    image.current!.setAttribute('href', pictureOf(values, resolution, height, isShare));
  }, [values]);
  return <image ref={image} width={size} height={size} preserveAspectRatio="none" />;
}

let canvas: HTMLCanvasElement | undefined;

/** Draws values as an image; the greatest values of the second axis on top. */
function pictureOf(values: Float32Array, width: number, height: number, isShare: boolean): string {
  canvas ??= document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(width, height);
  const greatest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  for (let i = 0; i < values.length; i++) {
    const at = 4 * ((height - 1 - Math.floor(i / width)) * width + (i % width));
    const [red, green, blue] = divergingColour(isShare ? 2 * values[i] - 1 : values[i] / greatest);
    image.data.set([red, green, blue, Number.isFinite(values[i]) ? 255 : 0], at);
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
