// Writes random subgraphs with what the public composer makes of them, for ours to be compared with.
//   node random.js write FOLDER COUNT [SEED]   then compose each FOLDER/n/supergraph.yaml to ours.sdl, or its errors to ours.err
//   node random.js compare FOLDER
'use strict';
const fs = require('fs');
const path = require('path');
const { composeServices } = require('@apollo/composition');
const { parse } = require('graphql');
const { normalise } = require('./normalise');
const { subgraphs } = require('./worlds');

function write(folder, count, seed) {
  for (let i = 0; i < count; i++) {
    const here = path.join(folder, String(seed + i));
    fs.mkdirSync(here, { recursive: true });
    const all = subgraphs(seed + i);
    for (const { name, text } of all) {
      fs.writeFileSync(path.join(here, `${name}.graphql`), text);
    }
    fs.writeFileSync(path.join(here, 'supergraph.yaml'), 'subgraphs:\n' + all.map(({ name }) =>
      `  ${name}:\n    routing_url: http://${name}\n    schema:\n      file: ${name}.graphql\n`).join(''));
    let theirs;
    try {
      theirs = composeServices(all.map(each => ({
        name: each.name, url: `http://${each.name}`, typeDefs: parse(each.text),
      })));
    } catch (fault) {
      theirs = { errors: [fault] };
    }
    if (theirs.errors?.length > 0) {
      fs.writeFileSync(path.join(here, 'theirs.err'),
        theirs.errors.map(each => `${each.extensions?.code ?? 'INVALID_GRAPHQL'}: ${each.message.replaceAll('\n', ' ')}`).join('\n'));
    } else {
      fs.writeFileSync(path.join(here, 'theirs.sdl'), theirs.supergraphSdl);
    }
  }
}

function compare(folder) {
  let alike = 0;
  let composed = 0;
  let different = 0;
  for (const name of fs.readdirSync(folder)) {
    const read = file => {
      const full = path.join(folder, name, file);
      return fs.existsSync(full) ? fs.readFileSync(full, 'utf8') : null;
    };
    const [ours, theirs] = [read('ours.sdl'), read('theirs.sdl')];
    const codes = text => [...new Set((text ?? '').match(/^[A-Z_]+(?=:)/gm))].sort();
    let fault = null;
    if ((ours === null) !== (theirs === null)) {
      fault = ours === null ? `we report\n${read('ours.err')}` : `they report\n${read('theirs.err')}`;
    } else if (ours === null) {
      const [mine, other] = [codes(read('ours.err')), codes(read('theirs.err'))];
      if (!mine.some(code => other.includes(code))) {
        fault = `we report ${mine.join(', ')}, they ${other.join(', ')}`;
      }
    } else {
      composed++;
      const [mine, other] = [normalise(ours), normalise(theirs)];
      const only = [...mine.filter(each => !other.includes(each)).map(each => `ours ${each}`),
        ...other.filter(each => !mine.includes(each)).map(each => `theirs ${each}`)];
      fault = only.length > 0 ? only.join('\n') : null;
    }
    if (fault === null) {
      alike++;
    } else {
      different++;
      console.log(`${name}: ${fault}`);
    }
  }
  console.log(`${alike} alike (${composed} of all composed), ${different} different`);
  process.exit(different > 0 ? 1 : 0);
}

const [verb, folder, count, seed] = process.argv.slice(2);
if (verb === 'write') {
  write(folder, Number(count), Number(seed ?? 1));
} else {
  compare(folder);
}
