const prefix = '\0builtin:';

/**
 * Takes Node's modules as objects: importing one would read all of its members, and so load what stands behind those
 * that nobody uses (all streams behind node:fs, say).
 */
export const builtinModules = {
  name: 'builtin modules',
  resolveId: {
    filter: { id: /^node:/ },
    // not what is required, as a whole; nor for the bundler's own code, which comes before all modules
    handler: (id, importer, { kind }) =>
      kind === 'require-call' || importer?.startsWith('\0rolldown')
        ? null
        : { id: prefix + id, moduleSideEffects: false },
  },
  load: { filter: { id: new RegExp(`^${prefix}`) }, handler: (id) => wrapper(id.slice(prefix.length)) },
};

/** A module with the members of this one that its importers name. */
async function wrapper(name) {
  const members = Object.keys(await import(name)).filter((member) => member !== 'default');
  return [
    `const all = /* @__PURE__ */ process.getBuiltinModule('${name}');`,
    'const take = (member) => all[member];',
    'export default all;',
    ...members.map((member, i) => `const m${i} = /* @__PURE__ */ take('${member}');`),
    `export { ${members.map((member, i) => `m${i} as ${member}`).join(', ')} };`,
  ].join('\n');
}
