// Random subgraphs: a world of types, of which each subgraph defines some fields.
'use strict';

function randomness(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const chance = of => next() < of;
  const pick = list => list[Math.floor(next() * list.length)];
  return { chance, pick, some: (list, of) => list.filter(() => chance(of)) };
}

const imports = '["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@tag", "@interfaceObject"]';

// A world of types, of which each subgraph defines some fields: mostly right, and now and then not.
function subgraphs(seed) {
  const { chance, pick, some } = randomness(seed);
  const names = ['a', 'b', 'c', 'd'].slice(0, 2 + Math.floor(randomness(seed + 1).chance(0.5) ? 1 : 0) + (chance(0.3) ? 1 : 0));
  const entities = ['E', 'F', 'G'].slice(0, pick([1, 2, 3]));
  const values = ['V', 'W'].slice(0, pick([0, 1, 2]));
  const hasInterface = chance(0.4);
  const hasInterfaceObject = hasInterface && chance(0.5);
  const hasUnion = chance(0.3);
  const hasEnum = chance(0.4);
  const types = [...entities, ...values];
  const homes = new Map(types.map(type => [type, some(names, 0.7)]));
  for (const type of types) {
    if (homes.get(type).length === 0) {
      homes.set(type, [pick(names)]);
    }
  }
  const scalars = ['Int', 'String', ...(hasEnum ? ['Mood'] : [])];
  const bodies = new Map(names.map(name => [name, new Map()]));
  const add = (name, type, line) => {
    const body = bodies.get(name);
    body.set(type, [...(body.get(type) ?? []), line]);
  };
  for (const type of types) {
    const here = homes.get(type);
    const isEntity = entities.includes(type);
    for (let i = 0; i < 4; i++) {
      const field = `${type.toLowerCase()}${i}`;
      let of = chance(0.7) ? pick(scalars) : pick(types);
      const wrap = pick(['', '', '!', '[]', '[!]!']);
      const spelt = wrap.startsWith('[') ? wrap.replace('[', `[${of}`) : of + wrap;
      const args = chance(0.15) ? '(x: Int' + pick(['', ' = 1', '!']) + ')' : '';
      const owners = !isEntity && chance(0.93) ? here : chance(0.6) ? [pick(here)] : some(here, 0.6);
      const isShared = owners.length > 1 && chance(0.93);
      const mayHave = name => !types.includes(of) || homes.get(of).includes(name);
      for (const name of owners.filter(mayHave)) {
        const type2 = chance(0.05) ? 'Float' : chance(0.08) ? spelt.replace(/!$/, '') : spelt;
        const others = here.filter(other => other !== name);
        const extra = [
          isShared ? ' @shareable' : '',
          chance(0.04) ? ' @inaccessible' : '',
          chance(0.04) ? ' @tag(name: "t")' : '',
          chance(0.05) && others.length > 0 ? ` @override(from: "${pick(others)}")` : '',
        ].join('');
        add(name, type, `${field}${args}: ${type2}${extra}`);
      }
      const outsiders = here.filter(name => !owners.includes(name));
      if (isEntity && scalars.includes(of) && args === '' && outsiders.length > 0 && chance(0.3)) {
        const name = pick(outsiders);
        add(name, type, `${field}: ${spelt} @external`);
        add(name, type, `r${field}: Int @requires(fields: "${field}")`);
      }
    }
    if (isEntity) {
      const second = chance(0.3);
      for (const name of here) {
        const keys = [];
        if (chance(0.97)) keys.push('id');
        if (second && chance(0.5)) keys.push('code');
        if (keys.length === 0 && chance(0.9)) keys.push('id');
        add(name, type, `#keys ${keys.map(key => `@key(fields: "${key}"${chance(0.02) ? ', resolvable: false' : ''})`).join(' ')}`);
        for (const key of keys) add(name, type, `${key}: ID!`);
      }
    }
  }
  let index = 0;
  for (const name of names) {
    const mine = types.filter(type => homes.get(type).includes(name));
    for (const type of some(mine, 0.6)) {
      const external = (bodies.get(name).get(type) ?? []).filter(line => line.endsWith('@external'));
      add(name, 'Query', `q${index++}${chance(0.1) && hasEnum ? '(m: Mood)' : ''}: ${chance(0.3) ? `[${type}]` : type}`
        + (external.length > 0 && chance(0.4) ? ` @provides(fields: "${external[0].split(':')[0]}")` : ''));
    }
  }
  add(names[0], 'Query', 'always: Int');
  const object = 'type Node @interfaceObject @key(fields: "id") { id: ID! extra: Int }\ntype Query { zs: [Node!] }\n';
  const added = hasInterfaceObject
    ? [{ name: 'z', text: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ${imports})\n${object}` }]
    : [];
  return added.concat(names.map(name => {
    const body = bodies.get(name);
    const mine = entities.filter(type => homes.get(type).includes(name));
    const inNode = hasInterface ? mine.filter(type => body.get(type).some(line => line === 'id: ID!')) : [];
    const blocks = [...body].map(([type, lines]) => {
      const keys = lines.find(line => line.startsWith('#keys '))?.slice(6) ?? '';
      return `type ${type}${inNode.includes(type) ? ' implements Node' : ''} ${keys} {\n`
        + lines.filter(line => !line.startsWith('#')).map(line => `  ${line}\n`).join('') + '}\n';
    });
    if (inNode.length > 0) {
      const key = hasInterfaceObject && chance(0.8) ? ' @key(fields: "id")' : '';
      blocks.push(`interface Node${key} { id: ID! }\n`, `extend type Query { node${name}: Node }\n`);
    }
    if (hasUnion && mine.length > 0) {
      blocks.push(`union Any = ${mine.join(' | ')}\n`, `extend type Query { any${name}: [Any] }\n`);
    }
    if (hasEnum) {
      blocks.push(`enum Mood { GOOD BAD ${chance(0.15) ? 'ODD' : ''} }\n`);
    }
    return {
      name,
      text: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ${imports})\n${blocks.join('')}`,
    };
  }));
}

module.exports = { randomness, subgraphs };
