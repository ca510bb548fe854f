// Loads every expected supergraph with the public reader: those without our labels must load and give a schema for
// clients, those with them must be refused, since another gateway would serve them without the labels' protection.
// Cases that exceptions.json lists with a reason are left out.
'use strict';
const fs = require('fs');
const path = require('path');
const { Supergraph, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES } = require('@apollo/federation-internals');

const exceptions = JSON.parse(fs.readFileSync(path.join(__dirname, 'exceptions.json'), 'utf8')).load;
const root = path.join(__dirname, '..', '..', '..', 'tests', 'Composition', 'cases');
const files = fs.readdirSync(root, { recursive: true })
  .filter(file => path.basename(file) === 'expected.graphql' && !exceptions[path.dirname(file).replaceAll(path.sep, '/')])
  .map(file => path.join(root, file));
files.push(path.join(root, '..', '..', '..', 'schema', 'supergraph.graphql'));

let wrong = 0;
for (const file of files) {
  const sdl = fs.readFileSync(file, 'utf8');
  const isLabelled = /disclosure\/v/.test(sdl);
  let fault = null;
  try {
    const supergraph = Supergraph.build(sdl, {
      supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, validateSupergraph: true,
    });
    supergraph.subgraphs();
    supergraph.apiSchema();
  } catch (refused) {
    fault = refused.message;
  }
  if (isLabelled !== /disclosure.*for: SECURITY but is unsupported/.test(fault ?? '') || (!isLabelled && fault)) {
    wrong++;
    console.log(`${path.relative(root, file)}: ${fault ?? 'is served without its labels'}`);
  }
}
console.log(`${files.length - wrong} supergraphs as expected, ${wrong} not`);
process.exit(wrong > 0 ? 1 : 0);
