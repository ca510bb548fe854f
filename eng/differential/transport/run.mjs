// Starts a subgraph written with graphql-js, the gateway in front of it, and runs every check. Ends what it started.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { audit } from './audit.mjs';
import { follow } from './clients.mjs';
import { sdl, startSubgraph } from './subgraph.mjs';

const host = resolve(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'aggregator-transport-'));
const subgraph = await startSubgraph();
let gateway;
let failed = 0;
try {
  writeFileSync(join(folder, 'only.graphql'), sdl);
  writeFileSync(
    join(folder, 'supergraph.yaml'),
    `federation_version: =2.9\nsubgraphs:\n  only:\n    routing_url: ${subgraph.url}\n    schema:\n      file: only.graphql\n`,
  );
  const supergraph = join(folder, 'supergraph.graphql');
  const composed = spawnSync('dotnet', [host, 'compose', '--config', join(folder, 'supergraph.yaml'), '--output', supergraph]);
  if (composed.status !== 0) throw new Error(`compose: ${composed.stderr}`);
  gateway = spawn('dotnet', [host, 'serve', '--open', '--supergraph', supergraph, '--port', '0']);
  const url = await new Promise((found, missing) => {
    createInterface(gateway.stdout).on('line', (line) => line.startsWith('serving ') && found(line.split(' at ')[1]));
    gateway.on('exit', (code) => missing(new Error(`the gateway ended with ${code}`)));
  });
  failed = (await audit(url)) + (await follow(url));
} finally {
  gateway?.kill();
  subgraph.stop();
  rmSync(folder, { recursive: true });
}
process.exit(failed > 0 ? 1 : 0);
