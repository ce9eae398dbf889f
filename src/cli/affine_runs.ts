import type { AnyLayer } from '../config/layers.js';

type Config = AnyLayer & { readonly activation?: { readonly type: string } };

/**
 * Notes on layers that add nothing: dense layers with no activation between them are together one affine map, and a network
 * of them is a linear model, however deep. The head's own affine map is the last of its run.
 */
export function affineRunNotes(layers: readonly Config[]): string[] {
  const notes: string[] = [];
  const visit = (configs: readonly Config[], prefix: string, tail: readonly string[]) => {
    let run: string[] = [];
    const end = (names: readonly string[]) => {
      const all = [...run, ...names];
      if (run.length > 0 && all.length > 1)
        notes.push(
          `${all.slice(0, -1).join(', ')} and ${all.at(-1)} have no activation between them: together they can do no ` +
            'more than one dense layer; give the hidden ones an activation such as "relu"',
        );
      run = [];
    };
    configs.forEach((config, i) => {
      const name = `${prefix}layers[${i}]`;
      const isAffine = config.type === 'dense' && config.activation?.type === 'identity';
      if (isAffine) run.push(name);
      else if (config.type === 'dense') end([name]);
      else end([]);
      if (config.layers) visit(config.layers, `${name}.`, []);
    });
    end(tail);
  };
  visit(layers, '', ['head']);
  return notes;
}
