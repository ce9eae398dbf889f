import { type Preprocessing, scaleFunction, scalings } from '../../../data/preprocessing/index.js';
import { rangeOf } from '../../../range.js';
import { drawImage } from '../../draw/image.js';
import { drawElement, type Picture, Plot, toPicture } from '../../draw/plot.js';
import { short } from '../../draw/text.js';
import { colours } from '../../draw/theme.js';
import type { Example } from './example.js';

/** Draws rows as images, with their reconstructions below. */
export function drawImages(shown: readonly Example[], side: number, preprocessing: Preprocessing): Picture {
  const size = 78;
  const gap = 10;
  const byColumn = scalings(preprocessing).map(scaleFunction);
  const plain = (values: Float64Array) => values.map((x, j) => byColumn[j].value(x));
  const range = rangeOf(shown.flatMap(({ original }) => [...plain(original)]));
  const picture = { width: shown.length * (size + gap) + 30, height: 2 * (size + gap) + 24 };
  const element = drawElement({
    ...picture,
    margin: 0,
    axis: null,
    x: { domain: [0, picture.width], range: [0, picture.width] },
    y: { domain: [0, picture.height], range: [0, picture.height] },
    marks: [
      Plot.text(['in', 'out'], {
        x: () => 2,
        y: (_, i) => i * (size + gap) + size / 2,
        text: (d) => d,
        textAnchor: 'start',
        fill: colours.quiet,
      }),
      Plot.text(shown, {
        x: (_, k) => 30 + k * (size + gap) + size / 2,
        y: () => 2 * (size + gap) + 6,
        text: ({ error }) => short(error),
        fill: 'currentColor',
      }),
    ],
  });
  shown.forEach(({ row, original, reconstruction, error }, k) => {
    [original, reconstruction].forEach((values, i) => {
      const title = `row ${row}, ${i === 0 ? 'as it is' : `reconstructed; error ${short(error)}`}`;
      const box = { x: 30 + k * (size + gap), y: i * (size + gap), size, title };
      element.append(drawImage(plain(values), side, range, colours.sequential, box));
    });
  });
  return toPicture(element, 'Rows and their reconstructions', picture);
}
