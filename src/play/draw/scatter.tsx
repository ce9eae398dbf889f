import { useEffect, useRef } from 'preact/hooks';
import { css, type Rgb } from './colours.js';

/** Pixels of the canvas for one of its units. */
const sharpness = 2;

/** Points of one kind. */
export interface Cloud {
  /** Places, [points, 2]; where one is not a number, there is no point. */
  readonly places: Float64Array;
  readonly colour: Rgb;
  readonly radius: number;
  readonly opacity: number;
}

/** Points over a plane on a canvas: hundreds of them, many times a second. It says nothing to who does not see it. */
export function Scatter(props: {
  readonly clouds: readonly Cloud[];
  readonly limits: readonly (readonly [number, number])[];
  /** Side of the square, in its units. */
  readonly side: number;
}) {
  const { clouds, limits, side } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    const [[left, right], [bottom, top]] = limits;
    context.setTransform(sharpness, 0, 0, sharpness, 0, 0);
    context.clearRect(0, 0, side, side);
    context.lineWidth = 0.7;
    context.strokeStyle = '#fff';
    for (const { places, colour, radius, opacity } of clouds) {
      context.fillStyle = css(colour);
      context.globalAlpha = opacity;
      for (let i = 0; i < places.length; i += 2) {
        const x = ((places[i] - left) / (right - left)) * side;
        const y = (1 - (places[i + 1] - bottom) / (top - bottom)) * side;
        if (Number.isNaN(x + y)) continue;
        context.beginPath();
        context.arc(x, y, radius, 0, 2 * Math.PI);
        context.fill();
        context.stroke();
      }
    }
  }, [clouds, limits, side]);
  return <canvas ref={canvas} width={sharpness * side} height={sharpness * side} aria-hidden="true" />;
}
