import type { GenerationTarget } from '../../data/preprocessing/index.js';
import {
  type GeneratedColumn,
  type GeneratedValue,
  printer,
  valueReader,
} from '../../data/targets/generation/index.js';
import { probit } from '../../math/index.js';
import { rangeOf } from '../../range.js';
import { drawImage, imageSide } from '../draw/image.js';
import { drawElement, type Picture, toPicture } from '../draw/plot.js';
import { short } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import { codesOf, decoded } from '../evidence/codes.js';
import { type Evidence, heldOut } from '../evidence/evidence.js';
import type { Chart, Drawing } from './chart.js';

/** Codes along each side of a grid of images. */
const steps = 9;
/** Standard deviations at which tables are decoded. */
const places = [-2, -1, 0, 1, 2];
const mostColumns = 8;

/** Likeliest rows that codes of a variational autoencoder decode to, along the numbers that tell most. */
export const decodings = {
  title: 'What codes mean',
  applies: ({ network, parts }) => network.latent !== null && parts.length > 0,
  draw(evidence) {
    const { order, columns } = codesOf(evidence.network, heldOut(evidence).split);
    const side = imageSide(evidence.model.preprocessing);
    return side !== null && columns > 1 ? grid(evidence, order, side) : steppedTable(evidence, order);
  },
} satisfies Chart;

const columnsOf = ({ model }: Evidence): readonly GeneratedColumn[] => {
  const { target } = model.preprocessing;
  return target.kind === 'generation' ? target.columns : [];
};

/** Values that codes decode to: for each code those of all columns. */
function likeliest(evidence: Evidence, codes: readonly (readonly number[])[]): GeneratedValue[][] {
  const { network } = evidence;
  const y = decoded(network, Float64Array.from(codes.flat()));
  const reader = valueReader(evidence.model.preprocessing.target as GenerationTarget);
  return codes.map((_, i) => reader.likeliest(y, i * network.outputs));
}

function grid(evidence: Evidence, [first, second]: readonly number[], side: number): Drawing {
  const { columns } = evidence.network.latent!.operation;
  const at = Array.from({ length: steps }, (_, k) => probit((k + 0.5) / steps));
  const codes = at.toReversed().flatMap((v) =>
    at.map((u) => {
      const code = new Array<number>(columns).fill(0);
      code[first] = u;
      code[second] = v;
      return code;
    }),
  );
  const images = likeliest(evidence, codes).map((row) => row.map(Number));
  return {
    caption:
      `What codes decode to whose numbers are 0 but for h${first + 1}, from left to right, and h${second + 1}, from ` +
      'bottom to top: at quantiles of the standard normal, so that all are equally likely.',
    pictures: [drawGrid('A grid of decoded codes', images, steps, side)],
  };
}

/** Images side by side, so many in a row. */
export function drawGrid(
  label: string,
  images: readonly (readonly number[])[],
  across: number,
  side: number,
): Picture {
  const [size, gap] = [44, 3];
  const down = Math.ceil(images.length / across);
  const picture = { width: across * (size + gap) - gap, height: down * (size + gap) - gap };
  const element = drawElement({
    ...picture,
    margin: 0,
    axis: null,
    x: { domain: [0, picture.width] },
    y: { domain: [0, picture.height] },
    marks: [],
  });
  const range = rangeOf(images.flat());
  images.forEach((values, k) => {
    const box = {
      x: (k % across) * (size + gap),
      y: Math.floor(k / across) * (size + gap),
      size,
      title: `image ${k + 1}`,
    };
    element.append(drawImage(values, side, range, colours.sequential, box));
  });
  return toPicture(element, label, picture);
}

function steppedTable(evidence: Evidence, [first]: readonly number[]): Drawing {
  const { columns } = evidence.network.latent!.operation;
  const codes = places.map((place) => {
    const code = new Array<number>(columns).fill(0);
    code[first] = place;
    return code;
  });
  const shown = columnsOf(evidence).slice(0, mostColumns);
  const rows = likeliest(evidence, codes);
  return {
    caption:
      `The likeliest rows of codes whose numbers are 0 but for h${first + 1}, which tells most` +
      `${shown.length < columnsOf(evidence).length ? `; the first ${shown.length} columns` : ''}.`,
    pictures: [],
    table: {
      header: [`h${first + 1}`, ...shown.map(({ name }) => name)],
      rows: rows.map((row, i) => [short(places[i]), ...shown.map((column, j) => textOf(column, row[j]))]),
    },
  };
}

const textOf = (column: GeneratedColumn, value: GeneratedValue): string =>
  value === null ? '(missing)' : String(printer(column)(value));
