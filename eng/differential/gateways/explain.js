// Why another gateway answers differently, or sends fewer requests: each reason of exceptions.json with what proves it.
'use strict';
const { parse, visit } = require('graphql');

const wrongAnswers = {
  apollo: {
    'type name of an interface object': ({ log, answer, here }) => !answer.errors
      && log.some(sent => here.interfaceObjects.some(([subgraph, type]) =>
        sent.startsWith(`${subgraph} `) && sent.includes(`...on ${type}{__typename`))),
    'requirement that is provided': ({ fault, here }) => isNotGiven(fault) && here.sdl.includes('provides:'),
    'requirement that is left out': ({ one, here }) => conditions(one).some(({ name }) => here.requires.has(name)),
  },
  hive: {
    'not asked below an interface object': ({ log, one, here, answer }) => here.interfaceObjects.length > 0
      && (answer.errors ?? []).every(each => each.extensions?.code === 'SATISFIABILITY_ERROR'
        || /^Cannot return null for non-nullable field/.test(each.message))
      && names(one).some(name => !log.some(sent => new RegExp(`\\b${name}\\b`).test(sent))),
    'condition of one for all': ({ one }) => conditions(one).some(({ name }) =>
      names(one).filter(other => other === name).length > 1),
    'condition on a requirement': ({ fault, one, here }) => isNotGiven(fault)
      && conditions(one).some(({ name }) => [...here.requires.values()].includes(name)),
    'condition on a key': ({ one }) => conditions(one).some(({ name }) => ['id', 'code'].includes(name)),
  },
  'hive-rust': {
    'lists end to end': ({ expected, answer, one }) => hasLonger(expected.data, answer.data)
      && new Set(keys(one)).size < keys(one).length,
    'planner fails': ({ answer }) =>
      /^Failed to plan query: failed to build fetch graph: Path /.test(answer.errors?.[0]?.message ?? ''),
    'planner crashes': ({ answer }) => answer.errors?.[0]?.message === 'the process ended',
    'nothing is left': ({ expected, answer }) => Object.keys(expected.data).length === 0 && answer.data === undefined,
    'interface object of one type': ({ one, here, log, answer }) => !answer.errors
      && here.interfaceObjects.some(([, type, fields]) =>
        fields.some(field => names(one).filter(name => name === field).length > 1)
        || (names(one).filter(name => name === 'id' || fields.includes(name)).length > 1 && isAskedOfSome(log, type))),
    'requirement that is null': ({ fault, log, here }) => isNotGiven(fault)
      && [...here.requires.values()].some(needed =>
        log.some(sent => fault.startsWith(sent) && representations(sent).some(each => !(needed in each)))),
  },
};

const isNotGiven = fault => / was not given /.test(fault ?? '');

// What a request that was sent says of each entity.
function representations(sent) {
  const variables = / (\{"\w+":\[\{"__typename".*\})$/.exec(sent)?.[1];
  return variables === undefined ? [] : Object.values(JSON.parse(variables)).flat()
    .filter(each => each !== null && typeof each === 'object');
}

// True when a later request leaves out some of the entities that an earlier one had under a type.
function isAskedOfSome(log, type) {
  const asked = log.filter(sent => sent.includes(`...on ${type}{`)).map(sent => representations(sent).length);
  return asked.length > 1 && asked.at(-1) < Math.max(...asked);
}

/// The name of the reason, or null.
function wrongAnswer(gateway, found) {
  return Object.entries(wrongAnswers[gateway] ?? {}).find(([, holds]) => holds(found))?.[0] ?? null;
}

/// How many requests ours would be, had those to one subgraph that do not need each other been sent as one.
function joined(log, plan) {
  const sent = log.map(each => plan.steps.find(step => each.startsWith(`${step.fetch} ${step.operation} `)));
  if (sent.some(step => step === undefined)) {
    return log.length;
  }
  const awaits = (step, other) => (step.dependsOn ?? []).some(id => id === other.id || awaits(plan.steps[id], other));
  const entities = sent.filter(step => step.entities?.length > 0);
  const chain = (step, all) => 1 + Math.max(0,
    ...all.filter(other => awaits(step, other)).map(other => chain(other, all)));
  let count = sent.length - entities.length;
  for (const subgraph of new Set(entities.map(step => step.fetch))) {
    const all = entities.filter(step => step.fetch === subgraph);
    count += Math.max(...all.map(step => chain(step, all)));
  }
  return count;
}

function fields({ query }) {
  const all = [];
  visit(parse(query), { Field: node => { all.push(node); } });
  return all;
}

const names = one => fields(one).map(node => node.name.value);
const keys = one => fields(one).map(node => (node.alias ?? node.name).value);

// The fields under a condition, their own or that of what they stand in.
function conditions({ query }) {
  const all = [];
  let depth = 0;
  const isUnder = node => node.directives?.some(each => ['include', 'skip'].includes(each.name.value));
  visit(parse(query), {
    enter(node) {
      depth += isUnder(node) ? 1 : 0;
      if (node.kind === 'Field' && depth > 0) {
        all.push({ name: node.name.value });
      }
    },
    leave(node) {
      depth -= isUnder(node) ? 1 : 0;
    },
  });
  return all;
}

function hasLonger(expected, got) {
  if (Array.isArray(expected) && Array.isArray(got)) {
    return got.length > expected.length || expected.some((each, i) => hasLonger(each, got[i]));
  }
  return expected !== null && got !== null && typeof expected === 'object' && typeof got === 'object'
    && Object.keys(expected).some(key => hasLonger(expected[key], got?.[key] ?? null));
}

module.exports = { wrongAnswer, joined };
