import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** What a schema says of itself for readers is not code: no test should hang on its words. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'descriptions', {
    shouldIgnore(path) {
      const isArgument = path.isStringLiteral() && path.listKey === 'arguments';
      if (isArgument && path.parent.callee.property?.name === 'describe') return 'a description';
    },
  }),
];
