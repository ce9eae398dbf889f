import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Mutants to leave out: a schema's description for readers is not code, and no test should hang on its words. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'descriptions', {
    shouldIgnore(path) {
      const isArgument = path.isStringLiteral() && path.listKey === 'arguments';
      if (isArgument && path.parent.callee.property?.name === 'describe') return 'a description';
    },
  }),
];
