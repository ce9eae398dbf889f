import { expect, it } from 'vitest';
import * as z from 'zod';

interface OptionSchema {
  enum?: unknown[];
  type?: string;
  default?: unknown;
}

const trialNumbers = [0.3, 0.9, 2.5];

/**
 * Settings of a variant's options: all defaults, then each option by itself at every other value of its enum, both
 * booleans, or those of a few numbers that its schema admits. Read off the schema, so that new options are tested by
 * existing.
 */
export function settings(options: z.ZodObject): object[] {
  const { properties = {} } = z.toJSONSchema(options, { io: 'input' }) as {
    properties?: Record<string, OptionSchema>;
  };
  const all = [options.parse({})];
  for (const [name, schema] of Object.entries(properties)) {
    const values = schema.enum ?? (schema.type === 'boolean' ? [true, false] : trialNumbers);
    for (const value of values) {
      const parsed = options.safeParse({ [name]: value });
      if (value !== schema.default && parsed.success) all.push(parsed.data);
    }
  }
  return all;
}

/**
 * Combinations of options, each at its default and one other number, or at every boolean and name. Those that a schema
 * refuses together are among them: a loop is made for these as well.
 */
export function combinations(options: z.ZodObject): object[] {
  const defaults = options.parse({});
  const others = settings(options) as (typeof defaults)[];
  const valuesOf = (name: string): unknown[] => {
    if (typeof defaults[name] === 'boolean') return [true, false];
    const values = [...new Set([defaults, ...others].map((each) => each[name]))];
    return typeof defaults[name] === 'number' ? values.slice(0, 2) : values;
  };
  return Object.keys(options.shape).reduce<object[]>(
    (all, name) => {
      const values = valuesOf(name);
      return all.flatMap((setting) => values.map((value) => ({ ...setting, [name]: value })));
    },
    [{}],
  );
}

/** Laws of every variant with options. */
export function optionLaws(options: z.ZodObject): void {
  it('needs no option, and keeps each through JSON and its schema', () => {
    for (const setting of settings(options)) {
      expect(options.parse(JSON.parse(JSON.stringify(setting)))).toEqual(setting);
    }
  });

  it('has another setting for every option', () => {
    const defaults = options.parse({});
    for (const name of Object.keys(options.shape)) {
      expect(settings(options).some((setting) => (setting as typeof defaults)[name] !== defaults[name])).toBe(
        true,
      );
    }
  });

  it('refuses an option that it does not know', () => {
    expect(options.safeParse({ no_such_option: 1 }).success).toBe(false);
  });
}
