import { type ConId, isConId } from '../../shared/domain/instrument';
import type { Profile } from '../../shared/domain/profile';
import { err, ok, type Result } from '../../shared/domain/result';
import type { GatewayMessage } from '../../shared/ipc/diagnostics-schemas';
import type { RequestError } from '../../shared/ipc/errors';
import type { RequestOutput } from '../../shared/ipc/requests';
import type { Settings, SettingsPatch } from '../../shared/ipc/settings';

import type { BrokerError, LoggedMessage } from '../broker/port';
import type { RequestHandlers } from '../ipc/router';
import { createJournalHandlers, type JournalHandlerDeps } from './journal-handlers';
import type { ExportDeps } from './file-export';
import { exportMessages } from './message-export';
import type { Terminal } from './terminal';

/** What the requests act on. */
export interface HandlerDeps {
  /** The window shows its first true frame. */
  readonly onShown: () => void;
  readonly info: () => RequestOutput<'app.info'>;
  readonly settings: () => Settings;
  readonly updateSettings: (patch: SettingsPatch) => Promise<Result<Settings, RequestError>>;
  readonly forbidLive: () => Promise<Result<Settings, RequestError>>;
  readonly selectProfile: (profile: Profile) => Promise<Result<Record<string, never>, RequestError>>;
  /** The terminal of the current profile, as soon as there is one. */
  readonly terminal: () => Promise<Terminal>;
  readonly watchlist: {
    load(profile: Profile): Promise<readonly ConId[]>;
    save(profile: Profile, conIds: readonly ConId[]): Promise<Result<Record<string, never>, RequestError>>;
  };
  readonly journal: JournalHandlerDeps;
  readonly messageExport: ExportDeps;
}

/** One handler per request of the contract. */
export function createRequestHandlers(deps: HandlerDeps): RequestHandlers {
  const { terminal } = deps;
  return {
    'app.info': () => ok(deps.info()),
    'app.shown': () => {
      deps.onShown();
      return ok({});
    },
    'settings.get': () => ok(deps.settings()),
    'settings.update': ({ patch }) => deps.updateSettings(patch),
    'profile.select': ({ profile }) => deps.selectProfile(profile),
    'connection.reconnect': async () => {
      (await terminal()).broker.reconnectNow();
      return ok({});
    },
    'live.unlock': async ({ accountId }) => {
      const current = await terminal();
      if (current.profile !== 'live') return err({ code: 'rule', text: 'Choose the Live profile first.' });
      if (current.accountId() === null)
        return err({
          code: 'not-connected',
          text: 'The gateway has not named the account yet. Connect first.',
        });
      return current.unlockLive(accountId)
        ? ok({})
        : err({
            code: 'rule',
            text: 'That is not the account id of this connection. Live trading stays locked.',
          });
    },
    'live.lock': async () => {
      (await terminal()).lockLive();
      return ok({});
    },
    'live.forbid': () => deps.forbidLive(),
    'account.release': async () => {
      await (await terminal()).releaseAccount();
      return ok({});
    },
    'account.pnl': async () => ok(await (await terminal()).pnlComparison()),
    'reconcile.now': async () => (await terminal()).trading.reconciliation.compareNow(),
    'reconcile.last': async () => ok((await terminal()).trading.reconciliation.state()),
    'reconcile.seen': async () => {
      (await terminal()).trading.reconciliation.markSeen();
      return ok({});
    },
    'position.accept': async ({ conId }) => (await terminal()).trading.reconciliation.acceptPosition(conId),
    'risk.get': async () => {
      const { gate } = (await terminal()).trading;
      return ok({ policy: gate.policy(), pending: [...gate.pending()], state: gate.state() });
    },
    'risk.change': async ({ rule, setting }) => {
      const answer = await (await terminal()).trading.gate.change(rule, setting);
      return answer.ok ? ok({ fromDay: answer.value }) : err({ code: 'rule', text: answer.error });
    },
    'risk.setState': async ({ state }) => {
      const answer = await (await terminal()).trading.gate.setState(state);
      return answer.ok ? ok({}) : err({ code: 'rule', text: answer.error });
    },
    'trading.kill': async ({ flatten }) => {
      const { problems, ...report } = await (await terminal()).trading.kill(flatten);
      return ok({ ...report, problems: [...problems] });
    },
    'instrument.search': async ({ pattern }) => {
      const found = await (await terminal()).instruments.search(pattern);
      return found.ok ? ok([...found.value].slice(0, 50)) : err(fromBroker(found.error));
    },
    'instrument.get': async ({ conId }) => {
      const found = await (await terminal()).instruments.get(conId);
      return found.ok ? ok(found.value) : err(fromBroker(found.error));
    },
    'watchlist.get': async () => ok({ conIds: [...(await deps.watchlist.load((await terminal()).profile))] }),
    'watchlist.set': async ({ conIds }) => deps.watchlist.save((await terminal()).profile, conIds),
    'bars.cached': async ({ conId, barSize, regularHoursOnly, limit }) => {
      const current = await terminal();
      return ok(await current.history.cached(current.series(conId, barSize, regularHoursOnly), limit));
    },
    'bars.load': async ({ conId, barSize, regularHoursOnly, endMs, limit }) => {
      const current = await terminal();
      const found = await current.history.load(
        current.series(conId, barSize, regularHoursOnly),
        endMs,
        limit,
      );
      return found.ok ? found : err(fromBroker(found.error));
    },
    'order.whatIf': async ({ draft }) => {
      const answer = await (await terminal()).trading.whatIf(draft);
      if (!answer.ok) return answer;
      const {
        initMarginChange,
        maintMarginChange,
        initMarginAfter,
        equityWithLoanAfter,
        commission,
        commissionCurrency,
        warningText,
      } = answer.value;
      return ok({
        initMarginChange,
        maintMarginChange,
        initMarginAfter,
        equityWithLoanAfter,
        commission,
        commissionCurrency,
        warningText,
      });
    },
    'order.place': async (input) => {
      const answer = await (await terminal()).trading.place(input);
      return answer.ok ? ok({ orderIds: [...answer.value.orderIds] }) : answer;
    },
    'order.modify': async ({ id, idempotencyKey, quantity, limitPrice, stopPrice }) =>
      (await terminal()).trading.modify(id, idempotencyKey, { quantity, limitPrice, stopPrice }),
    'order.replace': async (input) => {
      const answer = await (await terminal()).trading.replace(input);
      return answer.ok ? ok({ orderIds: [...answer.value.orderIds] }) : answer;
    },
    'position.protect': async ({ conId, idempotencyKey }) =>
      (await terminal()).trading.protect(conId, idempotencyKey),
    'order.cancel': async ({ id }) => (await terminal()).trading.cancel(id),
    'order.cancelAll': async () => (await terminal()).trading.cancelAll(),
    ...createJournalHandlers(deps.journal),
    'order.latency': async () => {
      const { latency } = await terminal();
      return ok({ orders: [...latency.latest(200)], summary: [...latency.summary()] });
    },
    'diagnostics.messages': async ({ beforeSequence, limit, ...filter }) => {
      const page = (await terminal()).broker.messageLog.read({ beforeSequence, limit, filter });
      return ok({ ...page, messages: page.messages.map(withoutControlCharacters) });
    },
    'diagnostics.export': async () =>
      exportMessages((await terminal()).broker.messageLog, deps.messageExport),
  };
}

/** A message may hold anything; what cannot be shown is written as a blank, and long values are cut. */
function withoutControlCharacters(message: LoggedMessage): GatewayMessage {
  const clean = (value: string) =>
    Array.from(value.slice(0, 1_000), (character) => (character < ' ' ? ' ' : character)).join('');
  return {
    ...message,
    name: clean(message.name),
    fields: message.fields.map(({ name, value }) => ({ name: clean(name), value: clean(value) })),
  };
}

function fromBroker(error: BrokerError): RequestError {
  switch (error.kind) {
    case 'not-connected':
    case 'cancelled':
      return { code: 'not-connected', text: error.text };
    case 'timeout':
      return { code: 'timeout', text: error.text };
    case 'refused':
      return { code: error.code === 200 ? 'not-found' : 'refused', text: error.text };
    case 'invalid':
      return { code: 'rule', text: error.text };
    case 'paused':
      return { code: 'refused', text: error.text };
  }
}

/** conIds out of a stored document; what is none is left out. */
export function conIdsFrom(document: unknown): readonly ConId[] | null {
  if (!Array.isArray(document)) return null;
  return document
    .filter((value): value is ConId => typeof value === 'number' && isConId(value))
    .slice(0, 100);
}
