import { useEffect, useRef } from 'preact/hooks';
import type { Rgb } from './colours.js';

interface HeatProps {
  /** Colour of each point of a grid, row by row from the least values on; null where there is none. */
  readonly colourOf: (point: number) => Rgb | null;
  readonly width: number;
  readonly height: number;
  readonly class?: string;
}

/** A picture of a grid, the greatest values of the second axis on top. It says nothing to who does not see it. */
export function Heat({ colourOf, width, height, class: name }: HeatProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    const image = context.createImageData(width, height);
    for (let point = 0; point < width * height; point++) {
      const colour = colourOf(point);
      const at = 4 * ((height - 1 - Math.floor(point / width)) * width + (point % width));
      if (colour) image.data.set([colour[0], colour[1], colour[2], 255], at);
    }
    context.putImageData(image, 0, 0);
  }, [colourOf, width, height]);
  return <canvas ref={canvas} class={name} width={width} height={height} aria-hidden="true" />;
}
