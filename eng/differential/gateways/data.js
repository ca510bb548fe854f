// Data made up from names: the same field of the same object is the same whoever is asked. Three entities of each type.
'use strict';
const { parse } = require('graphql');

function hash(text) {
  let value = 2166136261;
  for (const character of text) {
    value = Math.imul(value ^ character.codePointAt(0), 16777619) >>> 0;
  }
  return value >>> 3;
}

const named = type => (type.kind === 'NamedType' ? type.name.value : named(type.type));
const directive = (node, name) => node.directives.find(each => each.name.value === name);

class Data {
  constructor(subgraphs) {
    this.hasNulls = true;
    this.types = new Map(); // type → [{ subgraph, node }]
    for (const { name, text } of subgraphs) {
      for (const node of parse(text).definitions.filter(each => each.name)) {
        this.types.set(node.name.value, [...(this.types.get(node.name.value) ?? []), { subgraph: name, node }]);
      }
    }
    this.fields = new Map(); // Type.field → [{ subgraph, node }]
    for (const [type, parts] of this.types) {
      for (const { subgraph, node } of parts) {
        for (const field of node.fields ?? []) {
          const name = `${type}.${field.name.value}`;
          this.fields.set(name, [...(this.fields.get(name) ?? []), { subgraph, node: field }]);
        }
      }
    }
  }

  /// The interface objects as [subgraph, type, fields], and what each field requires by the field's name.
  describe() {
    const objects = [...this.types].flatMap(([type, parts]) => parts
      .filter(({ node }) => directive(node, 'interfaceObject'))
      .map(({ subgraph, node }) => [subgraph, type, node.fields.map(field => field.name.value).filter(name => name !== 'id')]));
    const requires = [...this.fields].flatMap(([name, parts]) => parts
      .filter(({ node }) => directive(node, 'requires'))
      .map(({ node }) => [name.split('.')[1], directive(node, 'requires').arguments[0].value.value]));
    return { interfaceObjects: objects, requires: new Map(requires) };
  }

  isEntity(type) {
    return (this.types.get(type) ?? []).some(({ node }) => directive(node, 'key'));
  }

  /// What one subgraph, or the one service that has everything (null), says of a field.
  value(subgraph, of, field, args) {
    if (field === 'id' || field === 'code') {
      return of.typename === 'Node' ? of.key : `${of.typename}${field === 'id' ? ':' : '-code:'}${of.key}`;
    }
    const owner = this.fields.has(`${of.typename}.${field}`)
      ? of
      : { typename: 'Node', key: `${of.typename}:${of.key}` };
    const parts = this.fields.get(`${owner.typename}.${field}`);
    const requires = parts.map(({ node }) => directive(node, 'requires')).find(Boolean);
    if (requires) {
      const needed = requires.arguments[0].value.value;
      if (subgraph !== null && !(needed in (of.given ?? {}))) {
        throw new Error(`${subgraph} was not given ${needed} for ${of.typename}.${field}`);
      }
      const input = subgraph === null ? this.value(null, of, needed, {}) : of.given[needed];
      return hash(`${field}/${JSON.stringify(input)}`) % 1000;
    }
    const given = Object.keys(args).sort().map(name => `${name}:${JSON.stringify(args[name])}`).join();
    const path = `${owner.typename}/${owner.key}/${field}(${given})`;
    const seed = hash(path);
    const declared = parts.map(({ node }) => node.type);
    if (declared.every(type => type.kind !== 'NonNullType') && seed % 7 === 0 && this.hasNulls) {
      return null;
    }
    const inner = declared[0].kind === 'NonNullType' ? declared[0].type : declared[0];
    const count = inner.kind === 'ListType' ? (seed % 3) + 1 : null;
    return count === null
      ? this.one(path, parts, seed)
      : Array.from({ length: count }, (_, i) => this.one(`${path}[${i}]`, parts, hash(`${seed}/${i}`)));
  }

  one(path, parts, seed) {
    const type = named(parts[0].node.type);
    switch (type) {
      case 'Int': case 'Float': return seed % 1000;
      case 'String': return `"${path}"`;
      case 'Mood': return ['GOOD', 'BAD'][seed % 2];
    }
    const possible = this.possible(type, parts);
    if (possible.length === 0) {
      return null;
    }
    const typename = possible[seed % possible.length];
    return { typename, key: this.isEntity(typename) ? String(seed % 3) : path };
  }

  // What a field returns must be known to everyone who is asked for it.
  possible(type, parts) {
    const sets = parts.map(({ subgraph, node }) => this.possibleIn(named(node.type), subgraph));
    return sets[0].filter(each => sets.every(set => set.includes(each)));
  }

  possibleIn(type, subgraph) {
    const here = (this.types.get(type) ?? []).find(part => part.subgraph === subgraph)?.node;
    if (here?.kind === 'UnionTypeDefinition') {
      return here.types.map(each => each.name.value);
    }
    if (here?.kind === 'InterfaceTypeDefinition' || (here && directive(here, 'interfaceObject'))) {
      return [...this.types].filter(([, all]) => all.some(part => part.node.kind === 'ObjectTypeDefinition'
        && (part.subgraph === subgraph || here.kind === 'ObjectTypeDefinition')
        && part.node.interfaces.some(each => each.name.value === type))).map(([name]) => name);
    }
    return [type];
  }
}

/// The object that a representation names.
function referenced(given, asObject) {
  const [, type, key] = /^(\w+?)(?:-code)?:(.*)$/.exec(given.id ?? given.code);
  return asObject ? { typename: 'Node', key: given.id, given } : { typename: type, key, given };
}

module.exports = { Data, hash, referenced };
