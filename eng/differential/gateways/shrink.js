// The smallest operation that is still answered wrongly: selections, directives and arguments are left out one by one.
'use strict';
const { parse, print, visit, BREAK } = require('graphql');

async function shrink(operation, isWrong) {
  let smallest = operation;
  for (let at = 0; ;) {
    const smaller = without(smallest, at);
    if (smaller === null) {
      return smallest;
    }
    if (smaller !== undefined && await isWrong(smaller)) {
      smallest = smaller;
    } else {
      at++;
    }
  }
}

// The operation without its part of this number; undefined when it cannot be without it, null when there is none.
function without({ query, variables }, number) {
  const document = parse(query, { noLocation: true });
  let count = -1;
  let isLast = false;
  let found = false;
  const smaller = visit(document, {
    enter(node, key, parent) {
      if (found || !['Field', 'InlineFragment', 'Directive'].includes(node.kind) || ++count !== number) {
        return undefined;
      }
      found = true;
      isLast = node.kind !== 'Directive' && parent.length === 1;
      return isLast ? BREAK : null;
    },
  });
  if (!found) {
    return null;
  }
  return isLast ? undefined : unused(smaller, variables);
}

function unused(document, variables) {
  const used = new Set();
  visit(document, {
    VariableDefinition: () => false,
    Variable: node => { used.add(node.name.value); },
  });
  const kept = visit(document, {
    VariableDefinition: node => (used.has(node.variable.name.value) ? undefined : null),
  });
  return {
    query: print(kept).replace(/\s+/g, ' '),
    variables: Object.fromEntries(Object.entries(variables).filter(([name]) => used.has(name))),
  };
}

module.exports = { shrink };
