/** The functions that exports are made of, with all that these call, in JavaScript and in C. */
import { basename, join } from 'node:path';
import { loadModule, lookUp, place } from '../formulas/modules.mjs';
import { primitives } from './primitives.mjs';
import { c, javascript, Printer, unwrapped } from './printer.mjs';

/** Names of functions and constants of several modules: those of the same name are told apart by their modules. */
export class Functions {
  entries = new Map();
  names = new Map();

  /** Adds what a name of a module stands for, with all that it needs; gives what it is called here. */
  add(module, name) {
    const found = lookUp(module, name);
    if (!found) throw new Error(`${module.file}: ${name} is not known`);
    const { module: home } = found;
    // the name at home, where another imports it by a second one
    const local = [...home.bindings].find(([, node]) => node === found.node)?.[0] ?? name;
    if (Object.hasOwn(primitives, local)) return this.addPrimitive(local);
    const key = `${home.file} ${local}`;
    const known = this.names.get(key);
    if (known) return known;
    const node = unwrapped(found.node);
    const full = this.isTaken(local) ? `${local}_${basename(home.file, '.ts')}` : local;
    const entry = { full, node, isFunction: /Function/.test(node.type) };
    this.names.set(key, entry);
    this.entries.set(full, null);
    const resolve = (inner) => this.add(home, inner);
    const [js, cText] = [javascript, c].map((language) => {
      const printer = new Printer(language, resolve, (at) => place(home, at));
      const text = entry.isFunction ? printer.function(full, node) : printer.constant(full, node);
      return { text, uses: [...printer.uses] };
    });
    for (const use of cText.uses) if (Object.hasOwn(primitives, use)) this.addPrimitive(use);
    // after what it needs
    this.entries.delete(full);
    this.entries.set(full, {
      js: js.text,
      c: cText.text,
      uses: [...new Set([...js.uses, ...cText.uses])],
      ...lengthsOf(entry),
    });
    return entry;
  }

  addPrimitive(name) {
    const { js = '', c: text, uses = [] } = primitives[name];
    for (const use of uses) this.addPrimitive(use);
    if (!this.entries.has(name)) this.entries.set(name, { js, c: text, uses });
    return { full: name, node: {} };
  }

  /** Adds a function of bits, which is a primitive or stands in src/math. */
  addPrimitiveOrBits(name) {
    if (Object.hasOwn(primitives, name)) return this.addPrimitive(name);
    const home = ['bits', 'powers']
      .map((file) => loadModule(join(import.meta.dirname, `../../math/${file}.ts`)))
      .find(({ bindings }) => bindings.has(name));
    return this.add(home, name);
  }

  /** Adds a text that the formulas' loops are. */
  addText(name, entry) {
    this.entries.set(name, entry);
  }

  isTaken(name) {
    return this.entries.has(name) || Object.hasOwn(primitives, name);
  }
}

/** The parameters, by their places, after which C is given the length of an array. */
function lengthsOf({ node, isFunction }) {
  const lengths = isFunction
    ? node.params.flatMap(({ name }, i) => (Printer.takesLength(node, name) ? [i] : []))
    : [];
  return lengths.length > 0 ? { lengths } : {};
}

/** Adds all that a module exports; gives what each is called. */
export function addExports(functions, file) {
  const module = loadModule(file);
  const names = [...module.exports.keys()];
  return Object.fromEntries(names.map((name) => [name, functions.add(module, name).full]));
}
