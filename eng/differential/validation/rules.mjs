// Gives the documents of tests/Validation/cases/rules to graphql-js and compares verdict and rules with the cases.
//   npm install && node rules.mjs
// Prints one line for each difference and a closing line; ends with 1 when there is one that is not explained below.
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join, dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, parse, validate, specifiedRules } from 'graphql';
import { sections } from './sections.mjs';

const cases = join(dirname(fileURLToPath(import.meta.url)), '../../../tests/Validation/cases');
const schema = buildSchema(readFileSync(join(cases, 'schema.graphql'), 'utf8'));

const explained = {
  'rules/single-root-field/condition-on-a-fragment-at-the-root.graphql': 'graphql-js applies literal conditions first',
  'rules/values-of-correct-type/huge-float.graphql': 'graphql-js reads infinity',
  'rules/variables-are-input-types/interface-and-union.graphql': 'graphql-js also compares items within a scalar',
};

// Its rule for subscriptions throws where the September 2025 specification asks for an error.
function breaks(document, rule) {
  try {
    return validate(schema, document, [rule]).length > 0;
  } catch {
    return true;
  }
}

let compared = 0;
let differing = 0;
for (const file of readdirSync(join(cases, 'rules'), { recursive: true }).filter((name) => name.endsWith('.graphql'))) {
  const path = join(cases, 'rules', file);
  const errors = path.replace(/graphql$/, 'errors');
  const ours = existsSync(errors)
    ? new Set(readFileSync(errors, 'utf8').trim().split('\n').map((line) => /\(([\d.]+)\)/.exec(line)?.[1]))
    : new Set();
  const document = parse(readFileSync(path, 'utf8'));
  const theirs = specifiedRules.filter((rule) => breaks(document, rule))
    .map((rule) => sections[rule.name] ?? rule.name);
  const same = theirs.every((theirs) => theirs.split('|').some((section) => ours.has(section)))
    && [...ours].every((section) => theirs.some((rule) => rule.split('|').includes(section)));
  compared++;
  if (!same && explained[relative(cases, path)] === undefined) {
    differing++;
    console.log(`${relative(cases, path)}: ours ${[...ours].join(' ') || 'valid'}, graphql-js ${theirs.join(' ') || 'valid'}`);
  }
}

console.log(`${compared} documents, ${differing} differing, ${Object.keys(explained).length} explained`);
process.exitCode = differing === 0 ? 0 : 1;
