// Random operations over an API schema: fields, aliases, arguments left out or given, fragments and conditions.
'use strict';
const { getNamedType, isAbstractType, isCompositeType, isRequiredArgument } = require('graphql');

const maxDepth = 4;

function operation(schema, { chance, pick }) {
  let aliases = 0;
  const condition = () => (chance(0.85) ? '' : pick([' @include(if:$a)', ' @skip(if:$b)', ' @include(if:$b) @skip(if:$a)']));
  function selections(type, depth) {
    const fields = isCompositeType(type) && type.getFields ? Object.values(type.getFields()).filter(field =>
      !field.name.startsWith('_') && (depth < maxDepth || !isCompositeType(getNamedType(field.type)))) : [];
    const parts = fields.length === 0 || chance(0.7) ? ['__typename'] : [];
    for (let i = 0; i < 1 + Math.floor(4 * (chance(0.5) ? 0.4 : 1)) && fields.length > 0; i++) {
      parts.push(field(pick(fields), depth));
    }
    for (const possible of isAbstractType(type) ? schema.getPossibleTypes(type) : []) {
      if (chance(0.5) && depth <= maxDepth) {
        parts.push(`... on ${possible.name}${condition()} ${selections(possible, depth + 1)}`);
      }
    }
    return `{ ${parts.join(' ')} }`;
  }
  function field(chosen, depth) {
    const args = chosen.args.filter(arg => isRequiredArgument(arg) || chance(0.5)).map(arg =>
      `${arg.name}: ${getNamedType(arg.type).name === 'Mood' ? pick(['GOOD', 'BAD']) : pick(['1', '2', '$n'])}`);
    const type = getNamedType(chosen.type);
    const alias = chance(0.6) || chosen.args.length > 0 ? `x${aliases++}: ` : '';
    return alias + chosen.name + (args.length > 0 ? `(${args.join(', ')})` : '') + condition()
      + (isCompositeType(type) ? ` ${selections(type, depth + 1)}` : '');
  }
  const body = selections(schema.getQueryType(), 0);
  const used = ['$a: Boolean!', '$b: Boolean!', '$n: Int!'].filter(each => new RegExp(`\\${each.slice(0, 2)}\\b`).test(body));
  const variables = Object.fromEntries([['a', chance(0.5)], ['b', chance(0.5)], ['n', 3]]
    .filter(([name]) => used.some(each => each.startsWith(`$${name}:`))));
  return { query: `query Q${used.length > 0 ? `(${used.join(', ')})` : ''} ${body}`, variables };
}

module.exports = { operation };
