// The gateways, each as { name, ask(operation) → { data, errors }, stop() }.
'use strict';
const path = require('path');
const { fork, spawn } = require('child_process');
const { parse } = require('graphql');
const { answerOf } = require('./hive');

async function apollo(supergraphSdl) {
  const { ApolloGateway } = require('@apollo/gateway');
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const gateway = new ApolloGateway({ supergraphSdl, logger: silent });
  const { executor, schema } = await gateway.load();
  return {
    name: 'apollo',
    schema,
    ask: ({ query, variables }) => executor({
      document: parse(query), request: { query, variables }, operationName: null, queryHash: query,
      context: {}, logger: silent, schema, metrics: {}, cache: undefined,
    }),
    stop: () => gateway.stop(),
  };
}

async function hive(supergraphSdl) {
  const { createGatewayRuntime } = require('@graphql-hive/gateway-runtime');
  const runtime = createGatewayRuntime({ supergraph: supergraphSdl, logging: false, maskedErrors: false });
  return {
    name: 'hive',
    ask: operation => answerOf(runtime, operation),
    stop: () => runtime[Symbol.asyncDispose]?.(),
  };
}

async function hiveRust(supergraphSdl) {
  let child = null;
  let asked = 0;
  const start = () => {
    child = fork(path.join(__dirname, 'rust.js'), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    child.send(supergraphSdl);
    child.on('error', () => child.kill('SIGKILL'));
  };
  start();
  return {
    name: 'hive-rust',
    ask: operation => new Promise(resolve => {
      // An answer that nobody waits for any more is not taken for that of the next operation.
      const number = ++asked;
      const ended = () => {
        start();
        resolve({ errors: [{ message: 'the process ended' }] });
      };
      const told = message => {
        if (message.number === number) {
          child.off('exit', ended);
          child.off('message', told);
          resolve(message.answer);
        }
      };
      child.once('exit', ended);
      child.on('message', told);
      child.send({ number, operation });
    }),
    // It would only finish what is under way, which may be nothing for ever.
    stop: () => child.kill('SIGKILL'),
  };
}

async function ours(host, supergraphFile) {
  const child = spawn('dotnet', [host, 'serve', '--open', '--supergraph', supergraphFile, '--port', '0'],
    { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', chunk => {
      said += chunk;
      const found = /at (http\S+)/.exec(said);
      if (found) resolve(found[1]);
    });
    child.stderr.on('data', chunk => { said += chunk; });
    child.on('exit', code => reject(new Error(`serve ended with ${code}: ${said}`)));
  });
  return {
    name: 'ours',
    ask: async operation => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(operation),
      });
      return response.json();
    },
    stop: () => new Promise(resolve => {
      child.removeAllListeners('exit');
      child.on('exit', resolve);
      child.kill('SIGTERM');
    }),
  };
}

module.exports = { apollo, hive, hiveRust, ours };
