import { proposeFor } from '../../../config/init/propose_for.js';
import { filesFrom } from '../../../data/sources/paths.js';
import type { Desk } from '../desk.js';

/** A config for a file of data, as `mlp init` proposes it. */
export interface Proposed {
  /** Text of the config. */
  readonly config: string;
  readonly notes: readonly string[];
  readonly target: string;
  readonly columns: readonly string[];
}

/** Proposes a config for a file, with this target, or with the last column that tells something. */
export async function propose(
  _desk: Desk,
  { name, bytes, target }: { readonly name: string; readonly bytes: Uint8Array; readonly target?: string },
): Promise<Proposed> {
  const notes: string[] = [];
  let chosen = target ?? '';
  const { config, columns } = await proposeFor(filesFrom({ name, input: bytes }), {
    train: name,
    preset: 'fast',
    ...(target !== undefined && { targets: [target] }),
    onNote: (text) => notes.push(text),
    onTarget: (first) => {
      chosen = first;
    },
  });
  return {
    config: JSON.stringify(config, null, 2),
    ...{ notes, target: chosen },
    columns: columns.map((column) => column.name),
  };
}
