import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { ConnectionReason } from '../../shared/domain/connection';
import { isConId } from '../../shared/domain/instrument';
import type { Profile } from '../../shared/domain/profile';
import { err, ok, type Result } from '../../shared/domain/result';
import type { RequestError } from '../../shared/ipc/errors';
import {
  defaultSettings,
  type Settings,
  type SettingsPatch,
  settingsSchema,
} from '../../shared/ipc/settings';
import { IdSource } from '../broker/ids';
import type { GatewayTarget } from '../broker/port';
import type { RequestHandlers } from '../ipc/router';
import type { StreamSources } from '../ipc/stream-hub';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import type { Random } from '../platform/random';
import { createSettingsFile, type SettingsOrigin } from '../storage/settings-file';
import { createStorage } from '../storage/storage-client';
import { describeStorageError, StorageError } from '../storage/storage-error';
import type { SecretsProcess } from '../secrets/keychain-client';
import { createSecretStore } from '../secrets/secret-store';
import { createAccountPin } from './account-pin';
import { createBarCache } from './bar-cache';
import type { CommandLine } from './command-line';
import { defaultWatchlist } from './default-watchlist';
import { createJournalKeeper } from './journal-keeper';
import { journalSettings } from './journal-settings';
import { openData } from './open-data';
import { agreeOnLiveBan } from './live-ban';
import { NoticeLog } from './notice-log';
import { conIdsFrom, createRequestHandlers } from './request-handlers';
import { createReconciliationStore } from './reconciliation-store';
import { createRiskStore } from './risk-store';
import { withoutEarlierFills } from './simulated-past';
import { createSimulatorHost } from './simulator-host';
import { storageSentence } from './stored-document';
import { createStreamSources } from './stream-sources';
import type { Terminal } from './terminal';
import { TerminalHolder } from './terminal-holder';
import { createTradingStore } from './trading-store';
import { Warnings } from './warnings';

/** What the app needs of its surroundings; Electron stays outside, so that tests can do without. */
export interface AppDeps {
  readonly version: string;
  readonly electronVersion: string;
  readonly platform: string;
  readonly dataDirectory: string;
  readonly commandLine: CommandLine;
  /** Set when the app must stay on the Simulator: the sentence says why. */
  readonly simulatorLock: string | null;
  readonly unofficialRuntime: boolean;
  readonly storageWorker: URL;
  readonly simulatorWorker: URL;
  readonly forkSecrets: () => SecretsProcess;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** Asks the trader where to write a file; null when they changed their mind. */
  readonly chooseFile: (suggestedName: string) => Promise<string | null>;
  /** The window shows its first true frame. */
  readonly onShown: () => void;
  /** The terminal was exchanged: streams must be opened anew. */
  readonly onTerminalChange: () => void;
}

/** The app without its windows. */
export interface App {
  readonly handlers: RequestHandlers;
  readonly sources: () => StreamSources;
  settings(): Settings;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The composition root: the only place that knows everybody. */
export async function createApp(deps: AppDeps): Promise<App> {
  const { clock, random, log, commandLine } = deps;
  // Messages are shown beside orders and fills, so they carry the gateway's time as well.
  const notices = new NoticeLog(() => clock.nowMs() + (holder.current?.broker.snapshot().clockOffsetMs ?? 0));
  const warnings = new Warnings();
  const settingsFile = createSettingsFile({
    path: join(deps.dataDirectory, 'settings.json'),
    // A newer version may have written keys that this one does not know; they are kept.
    schema: z.object(settingsSchema.shape),
    defaults: defaultSettings,
    fs,
    log,
    now: () => clock.nowMs(),
  });
  const loaded = await settingsFile.load();
  let settings: Settings = loaded.settings;
  warnings.set('settings', describeOrigin(loaded.origin));
  const storage = createStorage({ worker: deps.storageWorker, directory: deps.dataDirectory, clock, log });
  const secrets = createSecretStore({ fork: deps.forkSecrets, clock, log });
  const simulator = createSimulatorHost({ workerFile: deps.simulatorWorker, name: () => random.uuid(), log });
  const ids = new IdSource();
  const keeper = createJournalKeeper({ storage, secrets, warnings, random, clock, log });
  const fileExport = {
    chooseFile: deps.chooseFile,
    openFile: async (path: string) => fs.open(path, 'w', 0o600),
    nowMs: () => clock.nowMs(),
    log,
  };
  const dataReady = Promise.withResolvers<void>();

  const startProfile = (): Profile =>
    deps.simulatorLock === null ? (commandLine.profile ?? settings.profile) : 'simulator';

  const holder = new TerminalHolder(startProfile(), makeTerminal, () => deps.onTerminalChange());

  async function makeTerminal(profile: Profile): Promise<Result<Terminal, ConnectionReason>> {
    const target = await targetOf(profile);
    if (!target.ok) return target;
    const tradingStore = createTradingStore({ storage, ready: dataReady.promise, profile, log });
    // With the broker's library it is half of main's code, and the window's first frame needs none of it.
    const { createTerminal } = await import('./terminal');
    return ok(
      createTerminal({
        profile,
        target: target.value,
        barSource: target.value.kind === 'local' ? `simulator-${settings.simulator.seed}` : 'ib',
        barStore: createBarCache({ storage, ready: dataReady.promise, profile }),
        tradingStore: target.value.kind === 'local' ? withoutEarlierFills(tradingStore) : tradingStore,
        riskStore: createRiskStore({ storage, ready: dataReady.promise, profile, log }),
        reconciliationStore: createReconciliationStore({
          storage,
          ready: dataReady.promise,
          profile,
          // The built-in simulator has another socket, and another account, each time that it starts.
          world: target.value.kind === 'local' ? target.value.path : 'ib',
          log,
        }),
        pin: createAccountPin({ storage, ready: dataReady.promise, profile, log }),
        tradingSettings: () => settings,
        notices,
        clock,
        random,
        ids,
        log,
      }),
    );
  }

  async function targetOf(profile: Profile): Promise<Result<GatewayTarget, ConnectionReason>> {
    const { gateway } = commandLine;
    if (gateway !== null && deps.simulatorLock === null) {
      const clientId = commandLine.clientId ?? (profile === 'simulator' ? 1 : settings[profile].clientId);
      return ok({ kind: 'tcp', host: gateway.host, port: gateway.port, clientId });
    }
    if (profile !== 'simulator') {
      const { host, port, clientId } = settings[profile];
      return ok({ kind: 'tcp', host, port, clientId: commandLine.clientId ?? clientId });
    }
    const path = await simulator.start(settings.simulator);
    if (path.ok) return ok({ kind: 'local', path: path.value, clientId: commandLine.clientId ?? 1 });
    return err({
      cause: 'simulator-failed',
      text: path.error,
      advice: 'Restart Tradewind; the log has the details.',
    });
  }

  async function saveSettings(next: Settings): Promise<Result<Settings, RequestError>> {
    try {
      await settingsFile.save(next);
    } catch (error) {
      log.error('settings not saved', { error: String(error) });
      const why =
        error instanceof StorageError ? describeStorageError(error.kind) : 'The file could not be written.';
      return err({ code: 'storage', text: `The settings could not be saved. ${why}` });
    }
    void journalSettings({ storage, ready: dataReady.promise, clock, log }, settings, next);
    settings = next;
    return ok(next);
  }

  async function updateSettings(patch: SettingsPatch): Promise<Result<Settings, RequestError>> {
    return changeSettings(settingsSchema.parse({ ...settings, ...patch }));
  }

  async function changeSettings(next: Settings): Promise<Result<Settings, RequestError>> {
    const before = settings;
    const saved = await saveSettings(next);
    if (!saved.ok) return saved;
    holder.current?.settingsChanged(before, next);
    const profile = holder.current?.profile ?? startProfile();
    if (JSON.stringify(before[profile]) !== JSON.stringify(next[profile])) void holder.switchTo(profile);
    return ok(next);
  }

  async function forbidLive(): Promise<Result<Settings, RequestError>> {
    const answer = await changeSettings({ ...settings, liveForbidden: true });
    await agreeOnLiveBan(storage, settings.liveForbidden, log);
    return answer;
  }

  async function selectProfile(profile: Profile): Promise<Result<Record<string, never>, RequestError>> {
    if (deps.simulatorLock !== null && profile !== 'simulator')
      return err({ code: 'rule', text: deps.simulatorLock });
    if (profile === 'live' && settings.liveForbidden)
      return err({ code: 'rule', text: 'Live trading is forbidden on this installation for good.' });
    const next: Settings = { ...settings, profile };
    const saved = await saveSettings(next);
    if (!saved.ok) return saved;
    await holder.switchTo(profile);
    if (profile !== 'simulator') await simulator.stop();
    return ok({});
  }

  const watchlistName = (profile: Profile): string =>
    `watchlist.${profile === 'simulator' ? 'simulator' : 'ib'}`;

  const handlers = createRequestHandlers({
    onShown: deps.onShown,
    info: () => ({
      version: deps.version,
      electron: deps.electronVersion,
      unofficialRuntime: deps.unofficialRuntime,
      platform: deps.platform,
      dataDirectory: deps.dataDirectory,
      commandLine: {
        gateway:
          commandLine.gateway === null ? null : `${commandLine.gateway.host}:${commandLine.gateway.port}`,
        profile: commandLine.profile,
        clientId: commandLine.clientId,
      },
    }),
    settings: () => settings,
    updateSettings,
    selectProfile,
    forbidLive,
    terminal: () => holder.whenRunning(),
    watchlist: {
      async load(profile) {
        try {
          await dataReady.promise;
          return (
            conIdsFrom(await storage.getDocument(watchlistName(profile))) ?? defaultWatchlist.filter(isConId)
          );
        } catch (error) {
          log.warn('watchlist could not be read', { error: String(error) });
          return defaultWatchlist.filter(isConId);
        }
      },
      save: (profile, conIds) =>
        storageAttempt(async () => {
          await storage.putDocument(watchlistName(profile), conIds);
          return {};
        }),
    },
    journal: { storage, attempt: storageAttempt, keeper, export: fileExport },
    messageExport: fileExport,
  });

  async function storageAttempt<T>(work: () => Promise<T>): Promise<Result<T, RequestError>> {
    try {
      await dataReady.promise;
      return ok(await work());
    } catch (error) {
      log.error('storage refused', { error: String(error) });
      return err({ code: 'storage', text: storageSentence(error) });
    }
  }

  const sources = createStreamSources({
    terminal: () => holder.current,
    idleStatus: () => holder.idleStatus(warnings.all()),
    warnings,
    notices,
    clock,
  });

  return {
    handlers,
    sources: () => sources,
    settings: () => settings,
    async start() {
      const asksForMore =
        commandLine.gateway !== null || (commandLine.profile ?? settings.profile) !== 'simulator';
      if (deps.simulatorLock !== null && asksForMore) warnings.set('runtime', deps.simulatorLock);
      const opened = openData({ storage, secrets, warnings, keeper }).then(
        async () => {
          const liveForbidden = await agreeOnLiveBan(storage, settings.liveForbidden, log);
          settings = { ...settings, liveForbidden };
          dataReady.resolve();
        },
        (error: unknown) => {
          log.error('data files not ready', { error: String(error) });
          warnings.set(
            'data',
            'The data files could not be opened. Orders are refused, because nothing could be written to the journal.',
          );
          dataReady.resolve();
        },
      );
      await Promise.all([holder.switchTo(startProfile()), opened]);
    },
    async stop() {
      await holder.stop();
      await simulator.stop();
      await storage.stop();
      secrets.stop();
    },
  };
}

function describeOrigin(origin: SettingsOrigin): string | null {
  switch (origin.kind) {
    case 'loaded':
    case 'missing':
      return null;
    case 'set-aside':
      return origin.setAside === null
        ? 'The settings could not be read, and their file could not be renamed. The defaults are used.'
        : `The settings could not be read. They were set aside as ${origin.setAside}, and the defaults are used.`;
    case 'unreadable':
      return `The settings file could not be opened and was left alone: ${origin.problem} The defaults are used.`;
  }
}
