// Random schemas split over real subgraphs, random operations: our gateway says what the one service with everything
// says, and so do the public gateways; ours sends no more requests to subgraphs than they do.
//   node run.js HOST_DLL WORLDS OPERATIONS SEED
// Every second supergraph is the public composer's, the others are ours, composed from the running subgraphs.
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
const { apollo, hive, ours } = require('./gateways');

const [host, worlds, operations, firstSeed] = process.argv.slice(2).map((each, i) => (i === 0 ? each : Number(each)));
const exceptions = JSON.parse(fs.readFileSync(path.join(__dirname, 'exceptions.json'), 'utf8'));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gateways-'));
const plain = value => JSON.parse(JSON.stringify(value ?? null));
const totals = {};
const note = (name, key, by = 1) => {
  totals[name] ??= { answers: 0, alike: 0, requests: 0, faults: 0 };
  totals[name][key] += by;
};
let wrong = 0;
let theirFaults = 0;

function composed(services, all, seed) {
  const theirs = composeServices(all.map(({ name, text }) =>
    ({ name, url: `${services.url}/${name}`, typeDefs: parse(text) })));
  if (!theirs.supergraphSdl) {
    return null;
  }
  const file = path.join(folder, `${seed}.graphql`);
  if (seed % 2 === 1) {
    fs.writeFileSync(file, theirs.supergraphSdl);
    return { file, sdl: theirs.supergraphSdl, by: 'theirs' };
  }
  // The files are the subgraphs' own SDL: what `_service` gives lacks what their library drops.
  const config = path.join(folder, `${seed}.yaml`);
  fs.writeFileSync(config, 'subgraphs:\n' + all.map(({ name, text }) => {
    fs.writeFileSync(path.join(folder, `${name}.graphql`), text);
    return `  ${name}:\n    routing_url: ${services.url}/${name}\n    schema:\n      file: ${name}.graphql\n`;
  }).join(''));
  execFileSync('dotnet', [host, 'compose', '--config', config, '--output', file], { stdio: 'pipe' });
  return { file, sdl: fs.readFileSync(file, 'utf8'), by: 'ours' };
}

async function ask(gateway, services, one) {
  services.requests = 0;
  services.fault = null;
  let answer;
  try {
    answer = await gateway.ask(one);
  } catch (fault) {
    answer = { errors: [{ message: fault.message }] };
  }
  note(gateway.name, 'answers');
  return { answer, requests: services.requests, fault: services.fault };
}

async function compare(all, services, one, expected, seed) {
  const counts = {};
  for (const gateway of all) {
    const { answer, requests, fault } = await ask(gateway, services, one);
    const alike = isDeepStrictEqual(plain(answer.data), expected.data) && !answer.errors === !expected.errors;
    if (alike) {
      note(gateway.name, 'alike');
      counts[gateway.name] = requests;
    } else if (gateway.name === 'ours') {
      wrong++;
      console.log(`seed ${seed}: ours differs from the one service\n  ${one.query} ${JSON.stringify(one.variables)}\n`
        + `  expected ${JSON.stringify(expected)}\n  got      ${JSON.stringify(answer).slice(0, 3000)}\n  ${fault ?? ''}`);
    } else {
      theirFaults++;
      note(gateway.name, 'faults');
    }
  }
  return counts;
}

async function world(services, seed) {
  const all = subgraphs(seed);
  let supergraph;
  try {
    supergraph = composed(services, all, seed);
  } catch (fault) {
    console.log(`seed ${seed}: ours does not compose what they do: ${fault.stderr ?? fault.message}`);
    wrong++;
    return false;
  }
  if (supergraph === null) {
    return false;
  }
  const data = new Data(all);
  services.serve(all, data);
  const gateways = [await ours(host, supergraph.file)];
  try {
    const reference = await apollo(supergraph.sdl);
    gateways.push(reference, await hive(supergraph.sdl, false), await hive(supergraph.sdl, true));
    const api = printSchema(reference.schema);
    const random = randomness(seed * 7919);
    for (let i = 0; i < operations; i++) {
      const one = operation(reference.schema, random);
      const expected = plain(await monolith(api, data, one));
      const counts = await compare(gateways, services, one, expected, seed);
      for (const [name, requests] of Object.entries(counts)) {
        if (name !== 'ours' && 'ours' in counts) {
          note(`ours against ${name}`, 'requests', counts.ours);
          note(`${name} against ours`, 'requests', requests);
          if (counts.ours > requests && process.env.VERBOSE) {
            console.log(`seed ${seed} (${supergraph.by}): ours ${counts.ours}, ${name} ${requests}: ${one.query}`);
          }
        }
      }
    }
  } finally {
    await Promise.all(gateways.map(each => each.stop()));
  }
  return true;
}

async function main() {
  const services = new Services();
  await services.start();
  console.log(`seed ${firstSeed}`);
  let done = 0;
  for (let seed = firstSeed; done < worlds; seed++) {
    done += (await world(services, seed)) ? 1 : 0;
  }
  services.stop();
  fs.rmSync(folder, { recursive: true, force: true });
  for (const name of ['ours', 'apollo', 'hive', 'hive-rust']) {
    const total = totals[name];
    console.log(`${name}: ${total.alike} of ${total.answers} answers right`);
  }
  for (const name of ['apollo', 'hive', 'hive-rust']) {
    const mine = totals[`ours against ${name}`]?.requests ?? 0;
    const theirs = totals[`${name} against ours`]?.requests ?? 0;
    console.log(`requests where both are right: ours ${mine}, ${name} ${theirs}`);
    if (mine > theirs && !exceptions.requests?.[name]) {
      wrong++;
      console.log(`more requests than ${name}, and exceptions.json gives no reason`);
    }
  }
  console.log(`${wrong} differences of ours, ${theirFaults} of theirs`);
  process.exit(wrong > 0 ? 1 : 0);
}

main().catch(fault => {
  console.error(fault);
  process.exit(2);
});
