import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { activationSchema, lossSchema } from '../../src/config/head.js';
import { parseConfig } from '../../src/config/index.js';
import { optimizerSchema, scheduleSchema } from '../../src/config/optimizer.js';
import { encodings } from '../../src/data/preprocessing/encodings/index.js';
import { encodingSchema } from '../../src/data/preprocessing/encodings/settings.js';
import { activations } from '../../src/nn/activations/index.js';
import { biasInitializers, initializers } from '../../src/nn/initializers/index.js';
import { losses } from '../../src/nn/losses/index.js';
import { optimizers } from '../../src/nn/optimizers/index.js';
import { schedules } from '../../src/nn/schedules/index.js';
import { variantSchema } from '../../src/nn/variants.js';
import { exampleLayers } from '../nn/layers/example.js';
import { data, refusal } from './helpers.js';

const registries = {
  activations: [activations, activationSchema],
  losses: [losses, lossSchema],
  optimizers: [optimizers, optimizerSchema],
  schedules: [schedules, scheduleSchema],
  initializers: [initializers, variantSchema(initializers)],
  encodings: [encodings, encodingSchema],
  'initializers of biases': [biasInitializers, variantSchema(biasInitializers)],
} satisfies Record<string, [Record<string, { options: z.ZodObject }>, z.ZodType]>;

/** Options that some variants require. */
const required: Readonly<Record<string, object>> = {
  'schedules: step': { step_size: 5 },
  'schedules: multistep': { milestones: [1] },
  'schedules: exponential': { gamma: 0.9 },
  'schedules: cosine_restarts': { t_0: 3 },
  'initializers: constant': { value: 0.5 },
  'initializers of biases: constant': { value: 0.5 },
};

const cases = Object.entries(registries).flatMap(([name, [registry, schema]]) =>
  Object.entries(registry).map(([type, { options }]) => ({
    type,
    options,
    schema,
    given: required[`${name}: ${type}`],
    name,
  })),
);

describe.each(cases)('$name: $type', ({ type, options, schema, given }) => {
  const object = { type, ...given };

  it('is read as an object, with its own defaults', () => {
    expect(schema.parse(object)).toMatchObject({ type, ...(options.parse(given ?? {}) as object) });
  });

  it('is read by its name alone as with no options', () => {
    expect(schema.safeParse(type).data).toEqual(schema.safeParse({ type }).data);
    expect(schema.safeParse(type).success).toBe(given === undefined);
  });

  it('takes no other option', () => {
    expect(schema.safeParse({ ...object, no_such_option: 1 }).success).toBe(false);
  });
});

describe.each([
  ['head.activation', 'sigmoidd', '"sigmoid"', (name: unknown) => ({ head: { activation: name } })],
  ['head.loss', 'hubr', '"huber"', (name: unknown) => ({ head: { loss: name } })],
  ['head.initializer', 'he_unifrom', '"he_uniform"', (name: unknown) => ({ head: { initializer: name } })],
  ['optimizer', 'adamm', '"adam"', (name: unknown) => ({ optimizer: name })],
  [
    'optimizer.schedule',
    'cosin',
    '"cosine"',
    (name: unknown) => ({ optimizer: { type: 'sgd', schedule: name } }),
  ],
])('%s', (path, misspelt, meant, config) => {
  it('proposes the name that was meant, for a name and for an object', () => {
    const byName = refusal({ data, ...config(misspelt) }).message;
    const byType = refusal({ data, ...config({ type: misspelt }) }).message;
    const ending = `found "${misspelt}"; did you mean ${meant}?`;
    expect(byName).toMatch(new RegExp(`^c\\.json: ${path}: expected one of .*`));
    expect(byType).toMatch(new RegExp(`^c\\.json: ${path}\\.type: expected one of .*`));
    for (const message of [byName, byType]) expect(message.endsWith(ending)).toBe(true);
  });
});

describe('layers', () => {
  it.each(Object.entries(exampleLayers))(
    '%s is read, also inside another; other options are refused',
    (type, layer) => {
      const [alone, block] = parseConfig({
        data,
        layers: [layer, { type: 'residual', layers: [layer] }],
      }).layers;
      expect(alone).toMatchObject({ type });
      expect(block).toEqual({ type: 'residual', layers: [alone] });
      expect(refusal({ data, layers: [{ ...layer, no_such_option: 1 }] }).message).toMatch(
        /unknown key "no_such_option"/,
      );
    },
  );

  it.each(Object.entries(activations))(
    'has %s in a hidden layer unless it takes a row as a whole',
    (name, activation) => {
      const read = () => parseConfig({ data, layers: [{ type: 'activation', activation: name }] });
      if ('rowwise' in activation) expect(read).toThrow(/expected one of/);
      else expect(read().layers).toMatchObject([{ activation: { type: name } }]);
    },
  );
});
