import { useMemo } from 'preact/hooks';
import { css, divergingColour } from '../draw/colours.js';
import { short, shorten, shortenMiddle } from '../draw/format.js';
import type { App } from '../state/app.js';
import type { UnitPlace } from '../state/state.js';
import { useStore } from '../state/store.js';
import type { SessionFacts } from '../worker/facts.js';
import type { UnitMaps } from '../worker/parts/units.js';
import type { Weights } from '../worker/parts/weights.js';
import type { Element } from './edit_weight.js';
import { isShare } from './output_map.js';
import { type UnitImage, UnitImages } from './unit_images.js';

/** Sizes, in units of the picture. */
const size = 34;
const gap = 10;
const columnWidth = 108;
const top = 26;
/** Most units of a layer that are drawn. */
const most = 12;

/** A layer as a column of units; the first is that of the inputs. */
interface Column {
  readonly layer: number;
  readonly title: string;
  readonly units: number;
  readonly tensor?: string;
  readonly name: (unit: number) => string;
}

const columnsOf = ({ columns, layers, outputs }: SessionFacts): Column[] => [
  { layer: -1, title: 'inputs', units: columns.length, name: (unit) => columns[unit] },
  ...layers.map(({ name, type, detail, units, isDense }, layer) => ({
    layer,
    title: type === 'dense' ? detail || 'linear' : `${type.replaceAll('_', ' ')} ${detail}`,
    units,
    ...(isDense && { tensor: name }),
    name: (unit: number) =>
      layer < layers.length - 1
        ? `unit ${unit + 1} of layer ${layer + 1}`
        : `output ${outputs.length === units ? outputs[unit] : unit + 1}`,
  })),
];

const margin = 40;
/** Most characters of the name of an input, and about how wide each is. */
const longestName = 14;
const characterWidth = 7.6;

/** Room that the names of inputs need beside what the margin leaves them. */
function namesWidth(column: Column): number {
  const names = Array.from({ length: shown(column) }, (_, unit) => column.name(unit).length);
  return Math.max(0, 10 - margin + characterWidth * Math.min(longestName, Math.max(...names)));
}

const x = (column: number) => margin + column * columnWidth;
const y = (unit: number) => top + unit * (size + gap);
const shown = ({ units }: Column) => Math.min(units, most);

/** The network as columns of units joined by their weights. */
export function Diagram({
  app,
  showsGradients,
  onChoose,
}: {
  readonly app: App;
  /** Whether links are gradients of the weights, and not the weights. */
  readonly showsGradients: boolean;
  readonly onChoose: (element: Element) => void;
}) {
  const session = useStore(app.store, (state) => state.session);
  const frame = useStore(app.store, (state) => state.frame);
  const looked = useStore(app.store, (state) => state.looked);
  const columns = useMemo(() => (session ? columnsOf(session) : []), [session]);
  const maps = frame?.session === session?.session ? frame?.parts.units : undefined;
  const images = useMemo(() => (maps ? imagesOf(session!, columns, maps) : []), [session, columns, maps]);
  if (!session) return null;
  const isOf = frame?.session === session.session;
  const weights = isOf ? frame?.parts.weights : undefined;
  const gradients = isOf ? frame?.parts.gradients : undefined;
  const slopes = showsGradients ? gradients?.tensors : undefined;
  const height = Math.max(...columns.map((column) => y(shown(column)) + (column.units > most ? 18 : 0)));
  const left = namesWidth(columns[0]);
  const width = left + x(columns.length - 1) + size + margin;
  const look = (place: UnitPlace | null) => app.store.set({ looked: place });
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="The network as a diagram">
      {/* narrower than its units, but for texts of 12 px at least */}
      <div class="drawing" style={{ minWidth: `${0.93 * width}px`, maxWidth: `${1.5 * width}px` }}>
        {maps && <UnitImages {...{ images, size, left, width, height }} resolution={maps.resolution} />}
        <svg class="diagram" viewBox={`${-left} 0 ${width} ${height}`}>
          <title>The network</title>
          {weights &&
            columns
              .slice(1)
              .map((column, i) => (
                <Links
                  key={column.layer}
                  {...{ column, weights, slopes, onChoose }}
                  before={columns[i]}
                  at={i + 1}
                />
              ))}
          {columns.map((column, i) => (
            <g key={column.layer}>
              <text x={x(i) + size / 2} y={14} class="title">
                {shorten(column.title, 15)}
              </text>
              {Array.from({ length: shown(column) }, (_, unit) => {
                const bias =
                  column.tensor === undefined ? undefined : weights?.[`${column.tensor}.bias`]?.data[unit];
                const state = gradients?.units[i - 1]?.[unit] ?? 'live';
                const label =
                  column.name(unit) +
                  (bias === undefined ? '' : `, bias ${short(bias)}`) +
                  (state === 'live' ? '' : `, ${state}`);
                const isLooked = looked?.layer === column.layer && looked.unit === unit;
                return (
                  <g
                    key={unit}
                    class={isLooked ? 'unit looked' : 'unit'}
                    transform={`translate(${x(i)} ${y(unit)})`}
                    role="button"
                    tabIndex={0}
                    aria-label={label}
                    onPointerEnter={() => look({ layer: column.layer, unit })}
                    onPointerLeave={() => look(null)}
                    onFocus={() => look({ layer: column.layer, unit })}
                    onBlur={() => look(null)}
                    onClick={() =>
                      bias !== undefined &&
                      onChoose({
                        tensor: `${column.tensor}.bias`,
                        index: unit,
                        label: `Bias of ${column.name(unit)}`,
                      })
                    }
                    onKeyDown={({ key }) => {
                      if (key === 'Enter' && bias !== undefined)
                        onChoose({
                          tensor: `${column.tensor}.bias`,
                          index: unit,
                          label: `Bias of ${column.name(unit)}`,
                        });
                    }}
                  >
                    <title>{label}</title>
                    <rect width={size} height={size} rx={3} class={maps?.layers[i]?.[unit] && 'mapped'} />
                    {state !== 'live' && <Mark state={state} />}
                  </g>
                );
              })}
              {i === 0 &&
                Array.from({ length: shown(column) }, (_, unit) => (
                  <text key={unit} x={x(0) - 5} y={y(unit) + size / 2 + 4} class="name" aria-hidden="true">
                    {shortenMiddle(column.name(unit), longestName)}
                  </text>
                ))}
              {column.units > most && (
                <text x={x(i) + size / 2} y={y(most) + 12} class="title">
                  and {column.units - most} more
                </text>
              )}
            </g>
          ))}
        </svg>
      </div>
    </div>
  );
}

/** Maps of the units that are drawn, each where its square is. */
const imagesOf = (session: SessionFacts, columns: readonly Column[], { layers }: UnitMaps): UnitImage[] =>
  columns.flatMap((column, i) =>
    (layers[i] ?? []).slice(0, shown(column)).map((values, unit) => ({
      ...{ values, x: x(i), y: y(unit) },
      isShare: isShare(session, column.layer),
    })),
  );

/** Mark of a unit that learns nothing: crossed out where it is dead, with a bar at its foot where it is saturated. */
const Mark = ({ state }: { readonly state: 'dead' | 'saturated' }) => (
  <path
    class="mark"
    d={
      state === 'dead'
        ? `M3 3L${size - 3} ${size - 3}M${size - 3} 3L3 ${size - 3}`
        : `M3 ${size - 4}H${size - 3}`
    }
  />
);

/** The weights between two layers. */
function Links(props: {
  readonly column: Column;
  readonly before: Column;
  readonly at: number;
  readonly weights: Weights;
  /** Gradients that are shown in place of the weights. */
  readonly slopes: Readonly<Record<string, Float64Array>> | undefined;
  readonly onChoose: (element: Element) => void;
}) {
  const { column, before, at, weights, slopes, onChoose } = props;
  const tensor = column.tensor === undefined ? undefined : weights[`${column.tensor}.weight`];
  const place = (from: number, to: number) => {
    const [x1, y1, x2, y2] = [x(at - 1) + size, y(from) + size / 2, x(at), y(to) + size / 2];
    const middle = (x1 + x2) / 2;
    return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
  };
  if (!tensor) {
    const pairs = Math.min(shown(before), shown(column));
    return (
      <g class="passes">
        {Array.from({ length: pairs }, (_, i) => (
          <path key={i} d={place(i, i)} />
        ))}
      </g>
    );
  }
  const gradient = slopes?.[`${column.tensor}.weight`];
  const data = gradient ?? tensor.data;
  const greatest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const scale = gradient ? greatest : Math.max(greatest, 1);
  const what = gradient ? 'Gradient of the weight' : 'Weight';
  const links = Array.from({ length: shown(column) }, (_, to) =>
    Array.from({ length: shown(before) }, (_, from) => ({ from, to, value: data[to * before.units + from] })),
  ).flat();
  return (
    <g class="links">
      {links.map(({ from, to, value }) => {
        const ends = `from ${before.name(from)} to ${column.name(to)}`;
        const label = `${what} ${ends}`;
        const choose = () =>
          onChoose({
            tensor: `${column.tensor}.weight`,
            index: to * before.units + from,
            label: `Weight ${ends}`,
          });
        const strength = Math.abs(value) / scale;
        return (
          <g
            key={`${from} ${to}`}
            class="link"
            role="button"
            tabIndex={-1}
            aria-label={`${label}: ${short(value)}`}
            onClick={choose}
          >
            <title>{`${label}: ${short(value)}`}</title>
            <path d={place(from, to)} class="hit" />
            <path
              d={place(from, to)}
              stroke={css(divergingColour(Math.sign(value)))}
              stroke-width={0.4 + 5.6 * strength}
              stroke-opacity={0.35 + 0.6 * strength}
            />
          </g>
        );
      })}
    </g>
  );
}
