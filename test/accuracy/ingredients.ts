/** A config as `mlp init` writes it, of which some keys are looked at here. */
export interface Config {
  ensemble?: { type: string; members?: number; shared?: number };
  data: {
    split?: Record<string, unknown>;
    columns?: Record<string, Record<string, unknown>>;
    [key: string]: unknown;
  };
  layers?: Layer[] | 'auto';
  head?: Record<string, unknown>;
  optimizer?: Record<string, unknown>;
  training?: Record<string, unknown>;
  [key: string]: unknown;
}

interface Layer {
  type: string;
  layers?: Layer[];
  [key: string]: unknown;
}

/** A config that trains without folds: with a validation part as large as a fold of five. */
function withoutFolds(config: Config): Config {
  const { split } = config.data;
  const type = split === undefined || split.type === 'none' ? 'random' : split.type;
  return { ...config, data: { ...config.data, split: { test: 0, ...split, type, validation: 0.2 } } };
}

/** A config without a key of one of its objects; undefined where it has none. */
const without = (config: Config, part: 'data' | 'optimizer' | 'training', key: string) => {
  const { [key]: left, ...rest } = config[part] ?? {};
  return left === undefined ? undefined : { ...config, [part]: rest };
};

/** A config whose layers, also those within others, are as `change` has them; undefined where it changes nothing. */
function withLayers(config: Config, change: (layer: Layer) => Layer | undefined) {
  const changed = (layers: readonly Layer[]): Layer[] =>
    layers.flatMap((layer) => {
      const other = change(layer);
      if (other === undefined) return [];
      return [other.layers ? { ...other, layers: changed(other.layers) } : other];
    });
  if (!Array.isArray(config.layers)) return undefined;
  const layers = changed(config.layers);
  return JSON.stringify(layers) === JSON.stringify(config.layers) ? undefined : { ...config, layers };
}

/** A config whose network starts from He's weights, the head from Glorot's, and from biases of 0. */
function withoutFanIn(config: Config): Config | undefined {
  const start = { bias_initializer: 'zeros' };
  const hidden = withLayers(config, (layer) =>
    layer.type === 'dense' ? { initializer: 'he_uniform', ...start, ...layer } : layer,
  );
  return hidden && { ...hidden, head: { initializer: 'glorot_uniform', ...start, ...config.head } };
}

const typeOf = (encoding: unknown) =>
  typeof encoding === 'object' && encoding !== null && 'type' in encoding ? encoding.type : encoding;

/** A config without the encodings of these types, for the file and by column. */
function withoutEncoding(config: Config, ...types: string[]): Config | undefined {
  const isLeft = (encoding: unknown) => !types.includes(String(typeOf(encoding)));
  const kept = (part: Record<string, unknown>): Record<string, unknown> => {
    const { encode, ...rest } = part;
    const encodings = (Array.isArray(encode) ? encode : encode === undefined ? [] : [encode]).filter(isLeft);
    return encodings.length === 0 ? rest : { ...rest, encode: Array.isArray(encode) ? encodings : encode };
  };
  const { columns } = config.data;
  const data = {
    ...kept(config.data),
    ...(columns && {
      columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, kept(column)])),
    }),
  };
  return JSON.stringify(data) === JSON.stringify(config.data) ? undefined : { ...config, data };
}

/**
 * Parts of a proposed config, each with what the config is without it: what there would be if the key had been left
 * out, or undefined where the config does not have it.
 */
export const ingredients: Record<string, (config: Config) => Config | undefined> = {
  ensemble: ({ ensemble, ...config }) => {
    if (ensemble === undefined) return undefined;
    return ensemble.type === 'folds' ? withoutFolds(config) : config;
  },
  folds: ({ ensemble, ...config }) => {
    if (ensemble?.type !== 'folds' || ensemble.shared === undefined) return undefined;
    return { ...withoutFolds(config), ensemble: { type: 'shared', members: ensemble.shared } };
  },
  'shared members': ({ ensemble, ...config }) => {
    if (ensemble?.shared === undefined) return undefined;
    const { shared, ...folds } = ensemble;
    return { ...config, ensemble: folds };
  },
  piecewise_linear: (config) => withoutEncoding(config, 'piecewise_linear'),
  'encoding of categories': (config) => withoutEncoding(config, 'embedding', 'target'),
  scale: (config) => without(config, 'data', 'scale'),
  missing_indicator: (config) => without(config, 'data', 'missing_indicator'),
  min_count: (config) => without(config, 'data', 'min_count'),
  target_scale: (config) => without(config, 'data', 'target_scale'),
  fan_in_uniform: withoutFanIn,
  dropout: (config) => withLayers(config, (layer) => (layer.type === 'dropout' ? undefined : layer)),
  weight_decay: (config) => without(config, 'optimizer', 'weight_decay'),
  schedule: (config) => without(config, 'optimizer', 'schedule'),
  restarts: (config) => without(config, 'training', 'restarts'),
  gradient_clip: (config) => without(config, 'training', 'gradient_clip'),
};
