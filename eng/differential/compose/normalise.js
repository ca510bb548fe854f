'use strict';
const { parse, print, visit } = require('graphql');

// Names, orders and descriptions that mean the same become the same; definitions of specifications are left out.
function normalise(sdl) {
  const sortBy = of => (a, b) => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0);
  const isSpecification = name => /^(join|link|context|policy|requiresScopes)__/.test(name);
  // The newest version of the join specification is written always; an argument's default may be left out.
  const plain = sdl.replace(/join\/v0\.\d/, 'join/v0')
    .replace(/, requireOneSlicingArgument: true/g, '')
    .replace(/selection: " /g, 'selection: "');
  const document = visit(parse(plain, { noLocation: true }), {
    enter(node) {
      const sorted = { ...node };
      if (node.kind === 'Directive') {
        const sets = ['key', 'requires', 'provides'];
        sorted.arguments = [...node.arguments].sort(sortBy(each => each.name.value)).map(each =>
          sets.includes(each.name.value) && each.value.kind === 'StringValue'
            ? { ...each, value: { ...each.value, value: print(parse(`{${each.value.value}}`)).replace(/\s+/g, ' ') } }
            : each);
      }
      for (const list of ['directives', 'fields', 'values', 'interfaces', 'types']) {
        if (Array.isArray(node[list])) {
          sorted[list] = [...node[list]].sort(sortBy(each => print(each)));
        }
      }
      delete sorted.description;
      return sorted;
    },
    leave(node) {
      for (const list of ['directives', 'fields', 'values', 'interfaces', 'types']) {
        if (Array.isArray(node[list])) {
          node = { ...node, [list]: [...node[list]].sort(sortBy(each => print(each))) };
        }
      }
      return node;
    },
  });
  return document.definitions
    .filter(each => each.kind !== 'DirectiveDefinition' && !isSpecification(each.name?.value ?? ''))
    .map(each => print(each))
    .sort();
}

module.exports = { normalise };
