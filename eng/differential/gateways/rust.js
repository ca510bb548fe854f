// Hive Gateway with its Rust planner in a process of its own: a planner that panics takes its process with it.
//   fork('rust.js'), then messages: the supergraph first, then { number, operation }; one { number, answer } for each.
'use strict';
const { createGatewayRuntime } = require('@graphql-hive/gateway-runtime');
const { unifiedGraphHandler } = require('@graphql-hive/router-runtime');
const { answerOf } = require('./hive');

let runtime = null;
process.on('message', async message => {
  const { number, operation } = message;
  if (runtime === null) {
    runtime = createGatewayRuntime({ supergraph: message, logging: false, maskedErrors: false, unifiedGraphHandler });
    return;
  }
  try {
    process.send({ number, answer: await answerOf(runtime, operation) });
  } catch (fault) {
    process.send({ number, answer: { errors: [{ message: fault.message }] } });
  }
});
