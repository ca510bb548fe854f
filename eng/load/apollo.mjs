// Apollo Gateway in Apollo's own server: node apollo.mjs SUPERGRAPH PORT
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';

const [supergraph, port] = process.argv.slice(2);
const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(supergraph, 'utf8'),
  // No de-duplication of requests under way: every gateway is measured without.
  buildService: ({ url }) => new RemoteGraphQLDataSource({ url, honorSubgraphCacheControlHeader: false }),
});
const server = new ApolloServer({ gateway, csrfPrevention: false, stopOnTerminationSignals: true });
await server.start();

// No web framework in between: the least that Apollo's server can be run in.
createServer((request, response) => {
  const parts = [];
  request.on('data', part => parts.push(part));
  request.on('end', async () => {
    const headers = new HeaderMap(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const answer = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method, headers, search: '', body: JSON.parse(Buffer.concat(parts).toString('utf8')),
      },
      context: async () => ({}),
    });
    response.writeHead(answer.status ?? 200, Object.fromEntries(answer.headers));
    response.end(answer.body.kind === 'complete' ? answer.body.string : '');
  });
}).listen(Number(port), '127.0.0.1');
