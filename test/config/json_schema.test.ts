import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { configJsonSchema, parseConfig } from '../../src/config/index.js';
import { layerTypes } from '../../src/nn/layers/index.js';
import { sample } from '../helpers/runs.js';
import { data } from './helpers.js';

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
const validate = ajv.compile(configJsonSchema());

const directory = new URL('../../configs/', import.meta.url);
const shipped = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.json'),
);

/** Calls `visit` with every schema inside a schema. */
function walk(schema: unknown, visit: (schema: Record<string, unknown>) => void): void {
  if (typeof schema !== 'object' || schema === null) return;
  if (!Array.isArray(schema)) visit(schema as Record<string, unknown>);
  for (const inner of Object.values(schema)) walk(inner, visit);
}

describe('the JSON Schema', () => {
  it('is a schema of draft 2020-12, with a title and a description', () => {
    expect(ajv.errors ?? []).toEqual([]);
    expect(configJsonSchema()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: expect.stringMatching(/./),
      description: expect.stringMatching(/./),
    });
  });

  it('says everything in JSON', () => {
    expect(JSON.parse(JSON.stringify(configJsonSchema()))).toEqual(configJsonSchema());
  });

  it('is strict wherever it lists keys, and keeps no mark of ours', () => {
    walk(configJsonSchema(), (schema) => {
      expect(schema).not.toHaveProperty('byName');
      const isKeyed = schema.type === 'object' && typeof schema.properties === 'object';
      if (isKeyed) expect(schema).toMatchObject({ additionalProperties: false });
    });
  });

  it('describes every section, and every key of head and training', () => {
    interface Section {
      readonly description?: string;
      readonly properties?: Record<string, Section>;
    }
    // dense.ts answers for what is in `initial`.
    const check = (key: string, { description, properties = {} }: Section, deep: boolean) => {
      expect(description, key).toBeTruthy();
      if (!deep || key === 'initial') return;
      for (const [inner, section] of Object.entries(properties)) check(inner, section, true);
    };
    const { properties } = configJsonSchema() as { properties: Record<string, Section> };
    for (const [key, section] of Object.entries(properties))
      check(key, section, key === 'head' || key === 'training');
  });

  it('knows every kind of layer', () => {
    const text = JSON.stringify(configJsonSchema());
    for (const type of Object.keys(layerTypes)) expect(text).toContain(`"const":"${type}"`);
  });

  it.each(sample(shipped, 10))('accepts configs/%s, as mlp does', (name) => {
    const text = readFileSync(new URL(name, directory), 'utf8');
    expect(() => parseConfig(text, name)).not.toThrow();
    validate(JSON.parse(text));
    expect(validate.errors ?? []).toEqual([]);
  });

  const dense = { type: 'dense', units: 3 };
  it.each([
    [true, {}],
    [true, { $schema: './config.schema.json' }],
    [true, { optimizer: 'adam' }],
    [true, { optimizer: { type: 'sgd', schedule: 'cosine' } }],
    [true, { optimizer: { type: 'sgd', schedule: { type: 'step', step_size: 3, warmup_epochs: 1 } } }],
    [true, { layers: [{ type: 'residual', layers: [{ ...dense, activation: 'relu' }] }] }],
    [true, { head: { activation: 'softmax', loss: { type: 'huber', delta: 2 } } }],
    [true, { training: { batch_size: 'full', class_weight: { a: 1 } } }],
    [true, { data: { train: { generator: 'spiral' } } }],
    [false, { optimizer: 'adma' }],
    [false, { optimizer: { type: 'sgd', schedule: 'step' } }], // needs step_size
    [false, { optimizer: { type: 'sgd', beta1: 0.5 } }],
    [false, { optimizer: {} }],
    [false, { layers: ['dense'] }],
    [false, { layers: [{ ...dense, activation: 'softmax' }] }],
    [false, { layers: [{ type: 'residual', layers: [{ ...dense, x: 1 }] }] }],
    [false, { layers: [{ ...dense, units: 1.5 }] }],
    [false, { training: { epochs: 0 } }],
    [false, { training: { batch_size: 'ful' } }],
    [false, { head: { loss: 3 } }],
    [false, { name: 'a/b' }],
    [false, { nmae: 'x' }],
    [false, { data: {} }],
  ])('agrees with the reader: %s for %j', (accepted, rest) => {
    const config = { data, ...rest };
    const read = () => parseConfig(config);
    if (accepted) expect(read).not.toThrow();
    else expect(read).toThrow();
    expect(validate(config)).toBe(accepted);
  });

  it('accepts a config that has been written with its defaults', () => {
    validate(JSON.parse(JSON.stringify(parseConfig({ data, layers: [{ ...dense, activation: 'elu' }] }))));
    expect(validate.errors ?? []).toEqual([]);
  });
});
