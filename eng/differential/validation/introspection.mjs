// Answers the queries of tests/Validation/cases/introspection with graphql-js and compares with the committed answers,
// which the tests compare with ours.
//   npm install && node introspection.mjs [--write]
// With --write the answers are written instead. Prints a closing line; ends with 1 when there is a difference.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, graphqlSync, version } from 'graphql';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../../tests/Validation/cases');
const folder = join(root, 'introspection');
const runs = [
  { schema: join(folder, 'schema.graphql'), query: 'query', variables: {}, answer: 'query' },
  { schema: join(root, 'schema.graphql'), query: 'query', variables: {}, answer: 'query-kennel' },
  { schema: join(folder, 'schema.graphql'), query: 'shown', variables: {}, answer: 'shown' },
  { schema: join(folder, 'schema.graphql'), query: 'shown', variables: { all: true, skip: false }, answer: 'shown-all' },
];

let differing = 0;
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
  const file = join(folder, `${answer}.json`);
  const text = `${JSON.stringify(data, null, 1)}\n`;
  if (process.argv.includes('--write')) {
    writeFileSync(file, text);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    differing++;
    console.log(`${answer}.json is not what graphql-js answers`);
  }
}

console.log(`${runs.length} answers of graphql-js ${version}, ${differing} differing`);
process.exitCode = differing === 0 ? 0 : 1;
