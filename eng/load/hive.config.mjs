// Hive Gateway with the planner and executor written in Rust; nothing that is not needed to answer.
import { defineConfig } from '@graphql-hive/gateway';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';

export const gatewayConfig = defineConfig({
  unifiedGraphHandler,
  logging: 'error',
  landingPage: false,
  graphiql: false,
  // Every gateway is measured without de-duplication of requests under way.
  deduplicateRequest: false,
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: false } } },
});
