// Composes every conformance case with the public composer and compares meanings, and the kinds of hints.
//   npm install && node run.js [case…]
// Cases that use our own directives, or are listed in exceptions.json with a reason, are left out.
// Prints one line for each difference and a closing line; ends with 1 when there is a difference.
'use strict';
const fs = require('fs');
const path = require('path');
const { composeServices } = require('@apollo/composition');
const { parse } = require('graphql');
const { normalise } = require('./normalise');

const root = path.join(__dirname, '..', '..', '..', 'tests', 'Composition', 'cases');
const exceptions = JSON.parse(fs.readFileSync(path.join(__dirname, 'exceptions.json'), 'utf8')).compose;

const codes = text => [...new Set(text.match(/^[A-Z_]+(?=:)/gm) ?? [])].sort();
const read = file => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');

function folders(under) {
  return fs.readdirSync(under, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .flatMap(entry => [path.join(under, entry.name), ...folders(path.join(under, entry.name))])
    .filter(folder => fs.readdirSync(folder).some(file => file.endsWith('.graphql')));
}

function sources(folder) {
  return fs.readdirSync(folder)
    .filter(file => file.endsWith('.graphql') && file !== 'expected.graphql')
    .sort()
    .map(file => ({ name: path.basename(file, '.graphql'), text: fs.readFileSync(path.join(folder, file), 'utf8') }));
}

const wanted = process.argv.slice(2);
let compared = 0;
let different = 0;
for (const folder of folders(root)) {
  const name = path.relative(root, folder).replaceAll(path.sep, '/');
  const subgraphs = sources(folder);
  if ((wanted.length > 0 && !wanted.includes(name))
    || exceptions[name] || subgraphs.some(each => /disclosure\/v/.test(each.text))) {
    continue;
  }
  compared++;
  let theirs;
  try {
    theirs = composeServices(subgraphs.map(each => ({
      name: each.name, url: `http://${each.name}`, typeDefs: parse(each.text),
    })));
  } catch (fault) {
    theirs = { errors: [fault] };
  }
  const expected = path.join(folder, 'expected.graphql');
  if (!fs.existsSync(expected)) {
    const ours = codes(read(path.join(folder, 'errors.txt')));
    const other = [...new Set((theirs.errors ?? []).map(each => each.extensions?.code ?? 'THROWN'))].sort();
    if (other.length === 0 || !ours.some(code => other.includes(code))) {
      different++;
      console.log(`${name}: we report ${ours.join(', ')}, they ${other.join(', ') || 'compose it'}`);
    }
  } else if (theirs.errors?.length > 0) {
    different++;
    console.log(`${name}: we compose it, they report ${theirs.errors.map(each => each.message).join(' | ')}`);
  } else {
    const ours = normalise(fs.readFileSync(expected, 'utf8'));
    const other = normalise(theirs.supergraphSdl);
    const onlyOurs = ours.filter(each => !other.includes(each));
    const onlyTheirs = other.filter(each => !ours.includes(each));
    const ourHints = codes(read(path.join(folder, 'hints.txt'))).join(', ');
    const theirHints = [...new Set(theirs.hints.map(each => each.definition.code))].sort().join(', ');
    if (onlyOurs.length + onlyTheirs.length > 0) {
      different++;
      console.log(`${name}: ours\n${onlyOurs.join('\n')}\ntheirs\n${onlyTheirs.join('\n')}`);
    } else if (ourHints !== theirHints) {
      different++;
      console.log(`${name}: we hint ${ourHints || 'at nothing'}, they ${theirHints || 'at nothing'}`);
    }
  }
}
console.log(`${compared - different} alike, ${different} different`);
process.exit(different > 0 ? 1 : 0);
