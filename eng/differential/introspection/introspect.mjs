// Answers the queries of tests/Validation/cases/introspection with graphql-js; the test compares ours with the files.
// usage: npm install --prefix /tmp/oracle graphql@16 && NODE_PATH=/tmp/oracle/node_modules node introspect.mjs
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const { buildSchema, graphqlSync, version } = createRequire(import.meta.url)('graphql');
const root = join(dirname(fileURLToPath(import.meta.url)), '../../../tests/Validation/cases');
const folder = join(root, 'introspection');
const runs = [
  { schema: join(folder, 'schema.graphql'), query: 'query', variables: {}, answer: 'query' },
  { schema: join(root, 'schema.graphql'), query: 'query', variables: {}, answer: 'query-kennel' },
  { schema: join(folder, 'schema.graphql'), query: 'shown', variables: {}, answer: 'shown' },
  { schema: join(folder, 'schema.graphql'), query: 'shown', variables: { all: true, skip: false }, answer: 'shown-all' },
];

for (const { schema, query, variables, answer } of runs) {
  const { data, errors } = graphqlSync({
    schema: buildSchema(readFileSync(schema, 'utf8')),
    source: readFileSync(join(folder, `${query}.graphql`), 'utf8'),
    variableValues: variables,
  });
  if (errors) {
    throw errors[0];
  }

  delete data.__typename;
  writeFileSync(join(folder, `${answer}.json`), `${JSON.stringify(data, null, 1)}\n`);
}

console.log(`${runs.length} answers of graphql-js ${version}`);
