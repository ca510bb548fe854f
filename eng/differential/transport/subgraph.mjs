// A subgraph written with graphql-js, graphql-http and graphql-sse: it has never heard of this gateway.
import { createServer } from 'node:http';
import { buildSchema } from 'graphql';
import { createHandler as answers } from 'graphql-http/lib/use/http';
import { createHandler as streams } from 'graphql-sse/lib/use/http';

export const sdl = `
  type Query { hello(to: String): String }
  type Mutation { say(what: String!): String }
  type Subscription { counted(to: Int!): Int  waited: Int }
`;

const schema = buildSchema(sdl);
const fields = (type) => type.getFields();
fields(schema.getQueryType()).hello.resolve = (_, { to }) => `hello ${to ?? 'world'}`;
fields(schema.getMutationType()).say.resolve = (_, { what }) => what;
fields(schema.getSubscriptionType()).counted.subscribe = async function* (_, { to }) {
  for (let at = 1; at <= to; at++) yield { counted: at };
};
fields(schema.getSubscriptionType()).waited.subscribe = async function* () {
  await new Promise(() => {});
};

export async function startSubgraph() {
  const [stream, answer] = [streams({ schema }), answers({ schema })];
  const server = createServer((request, response) =>
    (request.headers.accept?.includes('text/event-stream') ? stream : answer)(request, response),
  );
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${server.address().port}/graphql`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
