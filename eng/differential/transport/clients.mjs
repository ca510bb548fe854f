// The npm clients graphql-sse and graphql-ws against the gateway: what they were told to expect is what they get.
import { createClient as sseClient } from 'graphql-sse';
import { createClient as wsClient } from 'graphql-ws';
import WebSocket from 'ws';

const count = { query: 'subscription ($to: Int!) { counted(to: $to) }', variables: { to: 3 } };
const counted = [1, 2, 3].map((at) => ({ data: { counted: at } }));

const checks = {
  'a subscription gives every event and completes': async (client) => equal(await all(client, count), counted),
  'a query is one result': async (client) =>
    equal(await all(client, { query: '{ hello }' }), [{ data: { hello: 'hello world' } }]),
  'a mutation is one result': async (client) =>
    equal(await all(client, { query: 'mutation { say(what: "x") }' }), [{ data: { say: 'x' } }]),
  'an invalid operation is told as errors': async (client) => {
    const told = await all(client, { query: 'subscription { unknown }' }).then(
      (results) => results[0]?.errors,
      (errors) => errors,
    );
    if (!Array.isArray(told) || !told[0].message) throw new Error(`told ${JSON.stringify(told)}`);
  },
  'many at the same time do not mix': async (client) => {
    const each = await Promise.all(Array.from({ length: 10 }, () => all(client, count)));
    each.forEach((results) => equal(results, counted));
  },
  'a subscription that is given up ends': async (client) => {
    const waiting = client.iterate({ query: 'subscription { waited }' });
    setTimeout(() => waiting.return(), 50);
    for await (const result of waiting) throw new Error(`unexpected ${JSON.stringify(result)}`);
  },
};

export async function follow(url) {
  const clients = {
    'graphql-sse': () => sseClient({ url, retryAttempts: 0 }),
    'graphql-ws': () => wsClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 }),
  };
  let failed = 0;
  let passed = 0;
  for (const [name, make] of Object.entries(clients)) {
    for (const [title, check] of Object.entries(checks)) {
      const client = make();
      try {
        await check(client);
        passed++;
      } catch (fault) {
        failed++;
        console.log(`FAILED ${name}: ${title}: ${fault?.message ?? JSON.stringify(fault)}`);
      } finally {
        await client.dispose();
      }
    }
  }
  console.log(`graphql-sse and graphql-ws: ${passed} checks passed, ${failed} failed`);
  return failed;
}

async function all(client, operation) {
  const results = [];
  for await (const result of client.iterate(operation)) results.push(result);
  return results;
}

function equal(found, expected) {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`found ${JSON.stringify(found)}`);
}
