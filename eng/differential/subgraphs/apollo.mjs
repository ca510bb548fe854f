// A subgraph of Apollo Server and @apollo/subgraph: it has never heard of this gateway. Prints its address.
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

const typeDefs = parse(`
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@interfaceObject", "@tag"])
  "What is sold."
  interface Item @key(fields: "upc") { upc: ID! name: String! }
  type Book implements Item @key(fields: "upc") { upc: ID! name: String! price: Money! pages: Int @tag(name: "print") }
  type Film implements Item @key(fields: "upc") { upc: ID! name: String! price: Money! minutes(rounded: Boolean = false): Int }
  type Money @shareable { amount: Float! currency: String! }
  type Query { items(first: Int = 5): [Item!]! item(upc: ID!): Item }
  type Mutation { rename(upc: ID!, to: String!): Item }
`);

const items = [
  { __typename: 'Book', upc: 'b1', name: 'Tides', price: { amount: 9.5, currency: 'GBP' }, pages: 210 },
  { __typename: 'Film', upc: 'f1', name: 'Harbour', price: { amount: 4, currency: 'GBP' }, length: 97 },
  { __typename: 'Book', upc: 'b2', name: 'Moss', price: { amount: 12.25, currency: 'GBP' }, pages: null },
];
const find = upc => items.find(each => each.upc === upc) ?? null;

const resolvers = {
  Query: { items: (_, { first }) => items.slice(0, first), item: (_, { upc }) => find(upc) },
  Mutation: { rename: (_, { upc, to }) => Object.assign(find(upc), { name: to }) },
  Item: { __resolveReference: ({ upc }) => find(upc) },
  Book: { __resolveReference: ({ upc }) => find(upc) },
  Film: {
    __resolveReference: ({ upc }) => find(upc),
    minutes: ({ length }, { rounded }) => (rounded ? Math.round(length / 10) * 10 : length),
  },
};

const server = new ApolloServer({ schema: buildSubgraphSchema({ typeDefs, resolvers }) });
const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
console.log(url);
process.stdin.resume().on('end', () => process.exit(0));
