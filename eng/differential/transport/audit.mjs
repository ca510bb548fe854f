// The audits of GraphQL over HTTP that the npm package graphql-http publishes.
import { serverAudits } from 'graphql-http';

// Audits that we do not pass, each with the reason. Only MAY may stand here.
const exceptions = {};

export async function audit(url) {
  const results = await Promise.all(serverAudits({ url, fetchFn: fetch }).map((each) => each.fn()));
  let failed = 0;
  const counts = { ok: 0, notice: 0, warn: 0, error: 0 };
  for (const result of results) {
    counts[result.status]++;
    if (result.status === 'ok') continue;
    const isExcused = exceptions[result.id] !== undefined || result.status === 'notice';
    failed += isExcused ? 0 : 1;
    console.log(`${isExcused ? 'noted ' : 'FAILED'} ${result.id} ${result.name}: ${exceptions[result.id] ?? result.reason}`);
  }
  console.log(
    `graphql-http: ${results.length} audits, ${counts.ok} passed, ${counts.error} MUST and ${counts.warn} SHOULD not, ` +
      `${counts.notice} MAY otherwise`,
  );
  return failed;
}
