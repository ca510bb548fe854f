// Mutates the documents of tests/Validation/cases/rules at random and has graphql-js judge them. A sample of each
// combination of broken rules is kept in tests/Validation/cases/mutations.json, which the tests judge too.
//   npm install && node mutations.mjs [seed]
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, parse, validate, specifiedRules, version } from 'graphql';
import { sections } from './sections.mjs';

const Documents = 40_000;
const KeptOfEach = 1;
const cases = join(dirname(fileURLToPath(import.meta.url)), '../../../tests/Validation/cases');
const schema = buildSchema(readFileSync(join(cases, 'schema.graphql'), 'utf8'));
const originals = readdirSync(join(cases, 'rules'), { recursive: true })
  .filter((file) => file.endsWith('.graphql')).sort()
  .map((file) => words(readFileSync(join(cases, 'rules', file), 'utf8')));
const all = originals.flat();
const keywords = new Set(['query', 'mutation', 'subscription', 'fragment', 'on', 'extend', 'schema']);
const isName = (word) => /^[_A-Za-z]/.test(word) && !keywords.has(word);
const names = all.filter(isName);
let state = BigInt(process.argv[2] ?? 1);

function below(count) {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number(state >> 33n) % count;
}

function words(text) {
  return text.match(/"""[^]*?"""|"[^"\n]*"|\.\.\.|[_A-Za-z0-9.+-]+|[^\s]/g) ?? [];
}

// From an opening bracket to behind the one that closes it.
function group(document, start) {
  let depth = 0;
  let end = start;
  do {
    depth += '{(['.includes(document[end]) ? 1 : '})]'.includes(document[end]) ? -1 : 0;
    end++;
  } while (depth > 0 && end < document.length);
  return document.slice(start, end);
}

function places(document, test) {
  return document.map((word, place) => (test(word) ? place : -1)).filter((place) => place >= 0);
}

function mutate(document) {
  const other = originals[below(originals.length)];
  const own = places(document, (word) => '{(['.includes(word));
  const foreign = places(other, (word) => '{(['.includes(word));
  const named = places(document, isName);
  switch (below(8)) {
    case 0: document.splice(below(document.length + 1), 1); break;
    case 1: document.splice(below(document.length + 1), 0, all[below(all.length)]); break;
    case 2: case 3: case 4: document[named[below(named.length)]] = names[below(names.length)]; break;
    default: {
      const at = own[below(own.length)];
      const matching = foreign.filter((place) => other[place] === document[at]);
      if (matching.length > 0) {
        const inserted = group(other, matching[below(matching.length)]);
        if (below(2) === 0) {
          document.splice(at, group(document, at).length, ...inserted);
        } else {
          document.splice(at + 1, 0, ...inserted.slice(1, -1));
        }
      }
    }
  }
}

function judge(text) {
  let document;
  try {
    document = parse(text);
  } catch {
    return ['syntax'];
  }

  const broken = specifiedRules.filter((rule) => {
    try {
      return validate(schema, document, [rule]).length > 0;
    } catch {
      return true;
    }
  });
  return broken.map((rule) => sections[rule.name] ?? rule.name).sort();
}

// Differences we keep: a number outside 64 bits is refused, and items of a list in a custom scalar have no type.
const differs = /1e400|anythingArg \( value : \[/;
const kept = new Map();
for (let i = 0; i < Documents; i++) {
  const document = [...originals[below(originals.length)]];
  for (let left = 1 + below(2); left > 0; left--) {
    mutate(document);
  }

  const text = document.join(' ');
  const verdict = judge(text);
  const key = verdict.join(' ');
  const same = kept.get(key) ?? [];
  if (same.length < KeptOfEach && !same.some((each) => each.text === text) && !differs.test(text)) {
    kept.set(key, [...same, { text, verdict }]);
  }
}

const sample = [...kept.values()].flat();
writeFileSync(join(cases, 'mutations.json'), `[\n${sample.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`);
console.log(`${sample.length} of ${Documents} documents kept, ${kept.size} verdicts of graphql-js ${version}`);
