import type { Expression } from './expression.js';

const ofDegrees: Readonly<Record<string, string>> = { sin: 'sind', cos: 'cosd', tan: 'tand' };

/** Replaces sin, cos and tan by those of degrees. */
export function readDegrees<Extra>(node: Expression<Extra>): Expression<Extra> {
  switch (node.type) {
    case 'call':
      return {
        ...node,
        function: Object.hasOwn(ofDegrees, node.function) ? ofDegrees[node.function] : node.function,
        argument: readDegrees(node.argument),
      };
    case 'unary':
      return { ...node, argument: readDegrees(node.argument) };
    case 'binary':
      return { ...node, left: readDegrees(node.left), right: readDegrees(node.right) };
    default:
      return node;
  }
}
