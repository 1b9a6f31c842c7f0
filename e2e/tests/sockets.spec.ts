import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { PlainApp } from '../app/plain-app';
import {
  commandLine,
  type InetSocket,
  inetSockets,
  isFiltered,
  isReadable,
  isRunning,
  processTree,
} from '../system/processes';
import { expect, test } from '../terminal-test';

test('the app on its simulator has no internet socket, and ends cleanly when asked to', async ({
  dataDirectory,
}) => {
  const picture = join(dataDirectory, 'window.png');
  // The app writes this picture when its window is usable.
  const app = PlainApp.start({ dataDirectory, environment: { TRADEWIND_SCREENSHOT: picture } });
  const seen: InetSocket[] = [];
  const processes = new Set<number>();
  let scans = 0;
  try {
    await expect
      .poll(
        () => {
          const tree = processTree(app.pid);
          for (const pid of tree) processes.add(pid);
          seen.push(...inetSockets(tree));
          scans += 1;
          return existsSync(picture);
        },
        { intervals: [5], timeout: 30_000 },
      )
      .toBe(true);
    // Afterwards too, when the app has settled.
    for (let more = 0; more < 50; more += 1) {
      seen.push(...inetSockets(processTree(app.pid)));
      scans += 1;
    }
    expect(processes.size, 'Electron has its helpers').toBeGreaterThan(3);
    const running = [...processes].filter(isRunning);
    const lookedInto = running.filter(isReadable).map(commandLine);
    expect(lookedInto.some((command) => command.includes('network.mojom.NetworkService'))).toBe(true);
    expect(isReadable(app.pid)).toBe(true);
    // What cannot be looked into is in the sandbox, which allows no such socket.
    const hidden = running.filter((pid) => !isReadable(pid) && !isFiltered(pid) && isRunning(pid));
    expect(hidden.map(commandLine)).toEqual([]);
    expect(scans).toBeGreaterThan(60);
    expect(seen).toEqual([]);

    expect(await app.terminate()).toBe(0);
    await expect.poll(() => [...processes].filter(isRunning)).toEqual([]);
  } finally {
    app.kill();
  }
});

test('the scan finds a listener where there is one', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  expect(
    inetSockets(processTree(process.pid)).some(({ listening, pid }) => listening && pid === process.pid),
  ).toBe(true);
  server.close();
});
