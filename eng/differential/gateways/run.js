// Random schemas split over real subgraphs, random operations: our gateway says what the one service with everything
// says, and so do the public gateways; ours sends no more requests to subgraphs than they do.
//   node run.js HOST_DLL WORLDS OPERATIONS SEED
// Every second supergraph is the public composer's, the others are ours, composed from the same subgraphs. Ends with 0
// only when we are right everywhere and each difference of another gateway has a reason in exceptions.json that holds.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const { execFileSync } = require('child_process');
const { isDeepStrictEqual } = require('util');
const { composeServices } = require('@apollo/composition');
const { parse, printSchema } = require('graphql');
const { subgraphs, randomness } = require('../compose/worlds');
const { Data } = require('./data');
const { Services, monolith } = require('./services');
const { operation } = require('./operations');
const { apollo, hive, hiveRust, ours } = require('./gateways');
const { shrink } = require('./shrink');
const { joined, wrongAnswer } = require('./explain');

const [host, worlds, operations, firstSeed] = process.argv.slice(2).map((each, i) => (i === 0 ? each : Number(each)));
const exceptions = JSON.parse(fs.readFileSync(path.join(__dirname, 'exceptions.json'), 'utf8'));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gateways-'));
const plain = value => JSON.parse(JSON.stringify(value ?? null));
const totals = {};
const reasons = {};
const unexplained = [];
const note = (name, key, by = 1) => {
  totals[name] ??= { answers: 0, alike: 0, requests: 0 };
  totals[name][key] += by;
};
const because = (who, reason) => {
  reasons[`${who}: ${reason}`] = (reasons[`${who}: ${reason}`] ?? 0) + 1;
};

function composed(services, all, seed) {
  const theirs = composeServices(all.map(({ name, text }) =>
    ({ name, url: services.urlOf(seed, name), typeDefs: parse(text) })));
  if (!theirs.supergraphSdl) {
    return null;
  }
  const file = path.join(folder, `${seed}.graphql`);
  if (seed % 2 === 1) {
    fs.writeFileSync(file, theirs.supergraphSdl);
    return { file, sdl: theirs.supergraphSdl };
  }
  // The files are the subgraphs' own SDL: what `_service` gives lacks what their library drops.
  const config = path.join(folder, `${seed}.yaml`);
  fs.writeFileSync(config, 'subgraphs:\n' + all.map(({ name, text }) => {
    fs.writeFileSync(path.join(folder, `${name}.graphql`), text);
    return `  ${name}:\n    routing_url: ${services.urlOf(seed, name)}\n    schema:\n      file: ${name}.graphql\n`;
  }).join(''));
  execFileSync('dotnet', [host, 'compose', '--config', config, '--output', file], { stdio: 'pipe' });
  return { file, sdl: fs.readFileSync(file, 'utf8') };
}

function plan(supergraphFile, { query }) {
  const file = path.join(folder, 'operation.graphql');
  fs.writeFileSync(file, query);
  return JSON.parse(execFileSync('dotnet',
    [host, 'plan', file, '--supergraph', supergraphFile, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] }));
}

const patience = () => new Promise(resolve =>
  setTimeout(() => resolve({ errors: [{ message: 'no answer in a minute' }] }), 60_000).unref());

async function ask(gateway, here, one) {
  here.services.log = [];
  here.services.fault = null;
  let answer;
  try {
    answer = await Promise.race([gateway.ask(one), patience()]);
  } catch (fault) {
    answer = { errors: [{ message: fault.message }] };
  }
  const expected = plain(await monolith(here.api, here.data, one));
  answer = plain(answer);
  return {
    one, here, answer, expected, log: here.services.log, fault: here.services.fault,
    isRight: isDeepStrictEqual(answer.data ?? null, expected.data) && !answer.errors === !expected.errors,
  };
}

// Why an answer is wrong is told of the smallest operation that is still answered wrongly.
async function explainAnswer(gateway, here, found) {
  let smallest = found;
  await shrink(found.one, async smaller => {
    const said = await ask(gateway, here, smaller);
    smallest = said.isRight ? smallest : said;
    return !said.isRight;
  });
  const reason = gateway.name === 'ours' ? null : wrongAnswer(gateway.name, smallest);
  if (reason !== null && exceptions.answers[gateway.name]?.[reason]) {
    because(gateway.name, reason);
    return;
  }
  const { one, expected, answer, fault, log } = smallest;
  unexplained.push(`seed ${here.seed}: ${gateway.name} differs from the one service, and no exception says why\n`
    + `  ${one.query} ${JSON.stringify(one.variables)}\n  of ${found.one.query}\n`
    + `  expected ${JSON.stringify(expected).slice(0, 2000)}\n  got      ${JSON.stringify(answer).slice(0, 2000)}\n`
    + `  ${[fault ?? '', ...log].join('\n  ')}`);
}

async function explainRequests(first, gateway, here, mine, theirs) {
  if (joined(mine.log, plan(here.file, mine.one)) <= theirs.log.length) {
    because(gateway.name, 'waits');
    return;
  }
  here.data.hasNulls = false;
  const again = await ask(gateway, here, mine.one);
  const ours = await ask(first, here, mine.one);
  here.data.hasNulls = true;
  if (!again.isRight) {
    because(gateway.name, 'chance');
    return;
  }
  if (ours.isRight && ours.log.length <= again.log.length) {
    because(gateway.name, 'luck');
    return;
  }
  unexplained.push(`seed ${here.seed}: ours sends ${mine.log.length} requests, ${gateway.name} ${theirs.log.length}, `
    + `and no exception says why\n  ${mine.one.query} ${JSON.stringify(mine.one.variables)}\n`
    + ` ours\n  ${mine.log.join('\n  ')}\n ${gateway.name}\n  ${theirs.log.join('\n  ')}`);
}

async function compare(gateways, here, one) {
  let mine = null;
  for (const gateway of gateways) {
    const found = await ask(gateway, here, one);
    note(gateway.name, 'answers');
    if (!found.isRight) {
      await explainAnswer(gateway, here, found);
      continue;
    }
    note(gateway.name, 'alike');
    if (gateway.name === 'ours') {
      mine = found;
    } else if (mine !== null) {
      note(`ours against ${gateway.name}`, 'requests', mine.log.length);
      note(`${gateway.name} against ours`, 'requests', found.log.length);
      if (mine.log.length > found.log.length) {
        await explainRequests(gateways[0], gateway, here, mine, found);
      }
    }
  }
}

async function world(services, seed) {
  const all = subgraphs(seed);
  let supergraph;
  try {
    supergraph = composed(services, all, seed);
  } catch (fault) {
    unexplained.push(`seed ${seed}: ours does not compose what they do: ${fault.stderr ?? fault.message}`);
    return false;
  }
  if (supergraph === null) {
    return false;
  }
  const data = new Data(all);
  services.serve(seed, all, data);
  const gateways = [await ours(host, supergraph.file)];
  try {
    const reference = await apollo(supergraph.sdl);
    gateways.push(reference, await hive(supergraph.sdl), await hiveRust(supergraph.sdl));
    const here = { ...supergraph, ...data.describe(), seed, services, data, api: printSchema(reference.schema) };
    const random = randomness(seed * 7919);
    for (let i = 0; i < operations; i++) {
      await compare(gateways, here, operation(reference.schema, random));
    }
  } finally {
    await Promise.all(gateways.map(each => each.stop()));
  }
  return true;
}

function report() {
  for (const name of ['ours', 'apollo', 'hive', 'hive-rust']) {
    console.log(`${name}: ${totals[name].alike} of ${totals[name].answers} answers right`);
  }
  for (const name of ['apollo', 'hive', 'hive-rust']) {
    console.log(`requests where both are right: ours ${totals[`ours against ${name}`]?.requests ?? 0}, `
      + `${name} ${totals[`${name} against ours`]?.requests ?? 0}`);
  }
  for (const [reason, count] of Object.entries(reasons).sort()) {
    console.log(`${reason}: ${count}`);
  }
  for (const each of unexplained) {
    console.log(each);
  }
  console.log(`${unexplained.length} differences without a reason`);
}

async function main() {
  const services = new Services();
  await services.start();
  console.log(`seed ${firstSeed}`);
  // Told to end, it ends with what it has found by then.
  let isEnding = false;
  process.once('SIGTERM', () => { isEnding = true; });
  let done = 0;
  let seed = firstSeed;
  for (; done < worlds && !isEnding; seed++) {
    done += (await world(services, seed)) ? 1 : 0;
    if ((seed + 1 - firstSeed) % 25 === 0) {
      console.error(`${done} of ${worlds} schemas, seed ${seed}, ${unexplained.length} differences without a reason`);
    }
  }
  console.log(`${done} schemas, seeds ${firstSeed} to ${seed - 1}`);
  services.stop();
  fs.rmSync(folder, { recursive: true, force: true });
  report();
  process.exit(unexplained.length > 0 ? 1 : 0);
}

main().catch(fault => {
  console.error(fault);
  process.exit(2);
});
