// The subgraphs as real HTTP servers of @apollo/subgraph on loopback, and the one service that has everything.
'use strict';
const http = require('http');
const { execute, parse, buildSchema, validate, isAbstractType, isInterfaceType, isObjectType } = require('graphql');
const { buildSubgraphSchema } = require('@apollo/subgraph');
const { referenced } = require('./data');

class Services {
  constructor() {
    this.schemas = new Map();
    this.log = []; // what was asked: `subgraph query variables`
  }

  async start() {
    this.server = http.createServer((request, response) => this.answer(request, response));
    this.server.keepAliveTimeout = 600_000;
    await new Promise(resolve => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }

  /// Where a subgraph of a world is.
  urlOf(world, name) {
    return `${this.url}/${world}/${name}`;
  }

  /// Serves the subgraphs of a world in place of those before.
  serve(world, subgraphs, data) {
    this.world = String(world);
    this.data = data;
    this.schemas = new Map(subgraphs.map(({ name, text }) => [name, this.schema(name, parse(text), data)]));
  }

  schema(name, typeDefs, data) {
    const resolvers = {};
    for (const node of typeDefs.definitions.filter(each => each.directives?.some(one => one.name.value === 'key'))) {
      const asObject = node.directives.some(each => each.name.value === 'interfaceObject');
      resolvers[node.name.value] = { __resolveReference: given => referenced(given, asObject) };
    }
    const schema = buildSubgraphSchema({ typeDefs, resolvers });
    resolveByData(schema, name, data);
    return schema;
  }

  async answer(request, response) {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const { query, variables, operationName } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const [, world, name] = request.url.split('/');
    const schema = this.schemas.get(name);
    if (world !== this.world || !schema) {
      response.statusCode = 404; // a gateway of a world before that asks late
      response.end();
      return;
    }
    const sent = `${name} ${query} ${JSON.stringify(variables ?? {})}`;
    this.log.push(sent);
    const document = parse(query);
    const faults = validate(schema, document);
    const result = faults.length > 0
      ? { errors: faults }
      : await execute({ schema, document, rootValue: { typename: 'Query', key: '' }, variableValues: variables, operationName });
    if (result.errors) {
      this.fault ??= `${sent}: ${result.errors[0].message}`;
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(result));
  }
}

function resolveByData(schema, name, data) {
  for (const type of Object.values(schema.getTypeMap()).filter(each => !each.name.startsWith('_'))) {
    if (isAbstractType(type)) {
      type.resolveType = value => value.typename;
    }
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields()).filter(each => !each.name.startsWith('_'))) {
        field.resolve = (of, args) => data.value(name, of ?? { typename: 'Query', key: '' }, field.name, args);
      }
    }
  }
  const entity = schema.getType('_Entity');
  if (entity) {
    entity.resolveType = value => (schema.getType(value.typename) ? value.typename : 'Node');
  }
}

/// The answer of the one service over the API schema.
async function monolith(apiSdl, data, operation) {
  const schema = buildSchema(apiSdl);
  resolveByData(schema, null, data);
  return execute({
    schema, document: parse(operation.query), variableValues: operation.variables,
    rootValue: { typename: 'Query', key: '' },
  });
}

module.exports = { Services, monolith };
