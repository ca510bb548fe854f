// Gives the documents of tests/Validation/cases/rules to graphql-js and compares verdict and rules with the cases.
//   npm install && node rules.mjs
// Prints one line for each difference and a closing line; ends with 1 when there is one that is not explained below.
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join, dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, parse, validate, specifiedRules } from 'graphql';

const cases = join(dirname(fileURLToPath(import.meta.url)), '../../../tests/Validation/cases');
const schema = buildSchema(readFileSync(join(cases, 'schema.graphql'), 'utf8'));

// graphql-js has no rule for 5.2.1.1 and 5.4.1 is two of its rules; one of its rules is two of ours (5.6.1 to 5.6.4).
const sections = {
  ExecutableDefinitionsRule: '5.1.1', UniqueOperationNamesRule: '5.2.2.1', LoneAnonymousOperationRule: '5.2.3.1',
  SingleFieldSubscriptionsRule: '5.2.4.1', FieldsOnCorrectTypeRule: '5.3.1',
  OverlappingFieldsCanBeMergedRule: '5.3.2', ScalarLeafsRule: '5.3.3', KnownArgumentNamesRule: '5.4.1',
  UniqueArgumentNamesRule: '5.4.2', ProvidedRequiredArgumentsRule: '5.4.3', UniqueFragmentNamesRule: '5.5.1.1',
  KnownTypeNamesRule: '5.5.1.2|5.8.2', FragmentsOnCompositeTypesRule: '5.5.1.3', NoUnusedFragmentsRule: '5.5.1.4',
  KnownFragmentNamesRule: '5.5.2.1', NoFragmentCyclesRule: '5.5.2.2', PossibleFragmentSpreadsRule: '5.5.2.3',
  ValuesOfCorrectTypeRule: '5.6.1|5.6.2|5.6.4', UniqueInputFieldNamesRule: '5.6.3', KnownDirectivesRule: '5.7.1|5.7.2',
  UniqueDirectivesPerLocationRule: '5.7.3', UniqueVariableNamesRule: '5.8.1', VariablesAreInputTypesRule: '5.8.2',
  NoUndefinedVariablesRule: '5.8.3', NoUnusedVariablesRule: '5.8.4', VariablesInAllowedPositionRule: '5.8.5',
};

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
