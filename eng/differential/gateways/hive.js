'use strict';

// What Hive Gateway says to an operation.
async function answerOf(runtime, { query, variables }) {
  const response = await runtime.fetch('http://gateway/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

module.exports = { answerOf };
