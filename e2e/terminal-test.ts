import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import {
  type LaunchOptions,
  launchApp,
  makeDataDirectory,
  removeDataDirectory,
  type RunningApp,
} from './app/launch';
import { defaultSettings } from '../src/shared/ipc/settings';
import { GatewayProcess, type GatewayOptions } from './gateway/gateway-process';

/** Starts an app; without a data folder it gets a fresh one. */
type Launch = (options?: Partial<LaunchOptions>) => Promise<RunningApp>;

interface TerminalFixtures {
  /** Where the folders of the apps are made. */
  readonly temporaryFolder: string;
  /** What the gateways of a file have in common. */
  readonly gatewayDefaults: GatewayOptions;
  /** A fresh folder for the data of the app, removed after the test. */
  readonly dataDirectory: string;
  /** Starts the app; what still runs at the end of the test is quit. */
  readonly launch: Launch;
  /** Starts a simulated gateway on TCP, which ends with the test. */
  readonly startGateway: (options?: GatewayOptions) => Promise<GatewayProcess>;
  /** A simulated gateway on TCP. */
  readonly gateway: GatewayProcess;
  /** The app on the paper profile, connected to `gateway`. */
  readonly paperApp: RunningApp;
  /** The same, but the gateway is named in the settings, so that it can be changed there. */
  readonly paperAppBySettings: RunningApp;
  /** The app on its built-in simulator, as a new user meets it. */
  readonly simulatorApp: RunningApp;
}

export const test = base.extend<TerminalFixtures>({
  temporaryFolder: [tmpdir(), { option: true }],
  gatewayDefaults: [{}, { option: true }],
  dataDirectory: async ({ temporaryFolder }, use) => {
    const directory = makeDataDirectory(temporaryFolder);
    await use(directory);
    removeDataDirectory(directory);
  },
  launch: async ({ dataDirectory }, use) => {
    const apps: RunningApp[] = [];
    await use(async (options = {}) => {
      const app = await launchApp({ dataDirectory, ...options });
      apps.push(app);
      return app;
    });
    for (const app of apps) await app.close();
  },
  startGateway: async ({ gatewayDefaults }, use) => {
    const gateways: GatewayProcess[] = [];
    await use(async (options) => {
      const gateway = await GatewayProcess.start({ ...gatewayDefaults, ...options });
      gateways.push(gateway);
      return gateway;
    });
    for (const gateway of gateways) await gateway.kill();
  },
  gateway: async ({ startGateway }, use) => {
    await use(await startGateway());
  },
  paperApp: async ({ launch, gateway }, use) => {
    await use(
      await launch({
        options: ['--profile', 'paper', '--gateway', `127.0.0.1:${gateway.port}`, '--client-id', '1'],
      }),
    );
  },
  paperAppBySettings: async ({ launch, gateway, dataDirectory }, use) => {
    const paper = { host: '127.0.0.1', port: gateway.port, clientId: 1 };
    writeFileSync(
      join(dataDirectory, 'settings.json'),
      JSON.stringify({ ...defaultSettings, profile: 'paper', paper }),
    );
    await use(await launch());
  },
  simulatorApp: async ({ launch }, use) => {
    await use(await launch());
  },
});

export { expect } from '@playwright/test';
