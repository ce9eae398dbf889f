import { matrixOf } from '../../nn/graph/graph.js';
import { firstActive } from '../../nn/graph/widths.js';
import { drawImage, imageSide } from '../draw/image.js';
import { drawElement, Plot, toPicture } from '../draw/plot.js';
import { colours } from '../draw/theme.js';
import type { Evidence } from '../evidence/evidence.js';
import type { Chart } from './chart.js';

const readableUnits = 60;
const columns = 8;
const size = 60;
const gap = 8;

/** Weights of the affine map that sees the inputs: of the first layer of units, or of the head where there is none. */
function firstWeights({ model, network }: Evidence) {
  const layer = firstActive(network.graph);
  const weight = matrixOf(layer);
  return weight === null ? null : { name: layer.name, ...model.tensors.get(weight)! };
}

/** Weights of the first layer as images, where the inputs are an image. */
export const firstLayer = {
  title: 'What the first layer looks for',
  applies: (evidence) =>
    imageSide(evidence.model.preprocessing) !== null &&
    // a generator of codes sees no image
    evidence.network.discriminator === null &&
    firstWeights(evidence) !== null,
  draw(evidence) {
    const side = imageSide(evidence.model.preprocessing)!;
    const { name, shape, data } = firstWeights(evidence)!;
    const { target } = evidence.model.preprocessing;
    const count = Math.min(readableUnits, shape[0]);
    const picture = {
      width: Math.min(columns, count) * (size + gap),
      height: Math.ceil(count / columns) * (size + gap),
    };
    const element = drawElement({
      ...picture,
      margin: 0,
      axis: null,
      marks: [Plot.frame({ stroke: 'none' })],
    });
    for (let j = 0; j < count; j++) {
      const w = data.subarray(j * shape[1], (j + 1) * shape[1]);
      const largest = w.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const unit =
        name === 'head' && target.kind === 'classes'
          ? target.classes.at(shape[0] === 1 ? 1 : j)!
          : `${name}, unit ${j + 1}`;
      const box = {
        x: (j % columns) * (size + gap),
        y: Math.floor(j / columns) * (size + gap),
        size,
        title: unit,
      };
      element.append(drawImage(w, side, [-largest, largest], colours.diverging, box));
    }
    const some = count < shape[0] ? ` The first ${count} of ${shape[0]} units.` : '';
    return {
      caption:
        `The weights of each unit of ${name}, where they are in the image: blue pixels excite it, orange ` +
        `ones hold it back, each unit by its own largest weight.${some}`,
      pictures: [toPicture(element, 'Weights of the first layer as images', picture)],
    };
  },
} satisfies Chart;
