/**
 * The text of a statement that TypeScript, JavaScript and C write alike, by a printer that has `statement` and
 * `expression`; undefined of others.
 */
export function statementText(node, printer) {
  const text = (part) => printer.statement(part);
  switch (node.type) {
    case 'BlockStatement':
      return `{\n${node.body.map(text).join('\n')}\n}`;
    case 'ExpressionStatement':
      return `${printer.expression(node.expression)};`;
    case 'ReturnStatement':
      return node.argument ? `return ${printer.expression(node.argument)};` : 'return;';
    case 'IfStatement': {
      const otherwise = node.alternate ? ` else ${text(node.alternate)}` : '';
      return `if (${printer.expression(node.test)}) ${text(node.consequent)}${otherwise}`;
    }
    case 'WhileStatement':
      return `while (${printer.expression(node.test)}) ${text(node.body)}`;
  }
  return undefined;
}
