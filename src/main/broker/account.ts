import { EventName } from '@stoqey/ib';
import type { Contract, IBApi } from '@stoqey/ib';
import { Subject } from 'rxjs';
import type { DecimalText } from '../../shared/domain/decimal';
import { isConId } from '../../shared/domain/instrument';
import type { ConId } from '../../shared/domain/instrument';
import { err } from '../../shared/domain/result';
import { classifyRequestError } from './errors';
import type { GatewayLink } from './gateway-link';
import { mapPnl, mapPortfolio, mapPosition } from './map-account';
import type {
  AccountValueEvent,
  BrokerResult,
  PnlEvent,
  PortfolioEvent,
  PositionEvent,
  Subscription,
} from './port';
import { SharedRequest } from './request-table';
import { connectionLost, notConnected } from './session-context';
import type { SessionContext, SessionPart } from './session-context';
import { checkAccountId } from './validate';
import { wireDecimal, wireText } from './wire-value';

const summaryTags =
  'NetLiquidation,TotalCashValue,BuyingPower,AvailableFunds,ExcessLiquidity,InitMarginReq,MaintMarginReq,GrossPositionValue';

/** New ids for subscriptions on one connection; a gateway that refuses more has another trouble. */
const mostNewIds = 20;

export type PositionPnl = PnlEvent & { readonly marketValue: DecimalText | null };

interface PositionWatch {
  readonly accountId: string;
  readonly conId: ConId;
  readonly onPnl: (pnl: PositionPnl) => void;
  release: () => void;
}

/** Account values, positions, and profit and loss. */
export class Account implements SessionPart {
  readonly values = new Subject<AccountValueEvent>();
  readonly positions = new Subject<PositionEvent>();
  readonly portfolio = new Subject<PortfolioEvent>();
  readonly pnl = new Subject<PnlEvent>();
  readonly #context: SessionContext;
  readonly #positionRequest: SharedRequest<PositionEvent>;
  readonly #pnlAccounts = new Map<number, string>();
  readonly #positionWatches = new Map<number, PositionWatch>();
  readonly #watches = new Set<PositionWatch>();
  #watched: string | null = null;
  /** New ids that subscriptions got on this connection, because the gateway called theirs duplicates. */
  #newIds = 0;
  /** Takes the subscriptions of the watched account back. */
  #releaseAccount: () => void = () => undefined;
  #positionsAsked = false;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#positionRequest = new SharedRequest(
      context.clock,
      context.scheduler,
      context.options.requestTimeoutMs,
      (api) => api.reqPositions(),
    );
  }

  /** Only one account can have its updates at a time; a second call moves them. */
  watch(accountId: string): void {
    const checked = checkAccountId(accountId);
    if (!checked.ok) {
      this.#context.log.warn('an account cannot be watched', { text: checked.error.text });
      return;
    }
    if (this.#watched === checked.value) return;
    const link = this.#context.link();
    this.#releaseAccount();
    this.#watched = checked.value;
    if (link !== null) this.#requestAccount(link);
  }

  async requestPositions(): Promise<BrokerResult<readonly PositionEvent[]>> {
    const link = this.#context.link();
    if (link === null) return err(notConnected);
    this.#positionsAsked = true;
    return this.#positionRequest.ask(link);
  }

  watchPosition(accountId: string, conId: ConId, onPnl: (pnl: PositionPnl) => void): Subscription {
    if (!checkAccountId(accountId).ok || !isConId(conId)) return { unsubscribe: () => undefined };
    const watch: PositionWatch = { accountId, conId, onPnl, release: () => undefined };
    this.#watches.add(watch);
    const link = this.#context.link();
    if (link !== null) this.#requestPosition(watch, link);
    return {
      unsubscribe: () => {
        if (this.#watches.delete(watch)) watch.release();
      },
    };
  }

  listen(link: GatewayLink): void {
    const { api } = link;
    api.on(
      EventName.updateAccountValue,
      link.guard((tag: string, value: string, currency: string, accountId: string) =>
        this.#value(accountId, tag, value, currency),
      ),
    );
    api.on(
      EventName.accountSummary,
      link.guard((_reqId: number, accountId: string, tag: string, value: string, currency: string) =>
        this.#value(accountId, tag, value, currency),
      ),
    );
    api.on(
      EventName.updatePortfolio,
      link.guard(
        (
          contract: Contract,
          quantity: number,
          marketPrice: number,
          marketValue: number,
          averageCost?: number,
          unrealizedPnl?: number,
          realizedPnl?: number,
          accountId?: string,
        ) => {
          const event = mapPortfolio(
            contract,
            quantity,
            marketPrice,
            marketValue,
            averageCost,
            unrealizedPnl,
            realizedPnl,
            accountId,
          );
          if (event !== null) this.portfolio.next(event);
        },
      ),
    );
    api.on(
      EventName.position,
      link.guard((accountId: string, contract: Contract, quantity: number, averageCost?: number) => {
        const position = mapPosition(accountId, contract, quantity, averageCost);
        if (position === null) {
          this.#context.log.warn('a row that cannot be shown was skipped', {
            what: 'position',
            conId: contract.conId,
            secType: contract.secType,
          });
          return;
        }
        this.#positionRequest.row(position);
        this.positions.next(position);
      }),
    );
    api.on(
      EventName.positionEnd,
      link.guard(() => this.#positionRequest.complete()),
    );
    api.on(
      EventName.pnl,
      link.guard((reqId: number, daily: number, unrealized?: number, realized?: number) => {
        const accountId = this.#pnlAccounts.get(reqId);
        if (accountId !== undefined) this.pnl.next(mapPnl(accountId, daily, unrealized, realized));
      }),
    );
    api.on(
      EventName.pnlSingle,
      link.guard(
        (
          reqId: number,
          _quantity: number,
          daily: number,
          unrealized: number | undefined,
          realized: number | undefined,
          marketValue: number,
        ) => {
          const watch = this.#positionWatches.get(reqId);
          watch?.onPnl({
            ...mapPnl(watch.accountId, daily, unrealized, realized),
            marketValue: wireDecimal(marketValue),
          });
        },
      ),
    );
  }

  begin(link: GatewayLink): void {
    if (this.#watched !== null) this.#requestAccount(link);
    for (const watch of this.#watches) this.#requestPosition(watch, link);
  }

  end(): void {
    this.#newIds = 0;
    this.#positionRequest.fail(connectionLost);
    this.#positionsAsked = false;
    this.#pnlAccounts.clear();
    this.#positionWatches.clear();
    this.#releaseAccount = () => undefined;
    for (const watch of this.#watches) watch.release = () => undefined;
  }

  resubscribe(link: GatewayLink): void {
    this.#releaseAccount();
    if (this.#watched !== null) this.#requestAccount(link);
    if (this.#positionsAsked) this.#send(link, (api) => api.reqPositions());
    for (const watch of this.#watches) {
      watch.release();
      this.#requestPosition(watch, link);
    }
  }

  #value(accountId: string, tag: string, value: string, currency: string): void {
    this.values.next({
      accountId: wireText(accountId, 40),
      tag: wireText(tag, 100),
      value: wireText(value, 200),
      currency: wireText(currency, 20),
    });
  }

  #send(link: GatewayLink, send: (api: IBApi) => void): void {
    this.#context.scheduler.enqueue('account', () => {
      if (link.usable) link.call(send);
    });
  }

  #requestAccount(link: GatewayLink): void {
    const accountId = this.#watched;
    if (accountId === null) return;
    const { requests } = this.#context;
    const again = () =>
      this.#again(
        () => this.#releaseAccount(),
        () => this.#requestAccount(link),
      );
    const summaryId = requests.reserve((code, text) => this.#refused('account summary', code, text, again));
    const pnlId = requests.reserve((code, text) => this.#refused('profit and loss', code, text, again));
    this.#pnlAccounts.set(pnlId, accountId);
    this.#send(link, (api) => api.reqAccountUpdates(true, accountId));
    this.#send(link, (api) => api.reqAccountSummary(summaryId, 'All', summaryTags));
    this.#send(link, (api) => api.reqPnL(pnlId, accountId));
    this.#releaseAccount = () => {
      this.#pnlAccounts.delete(pnlId);
      requests.release(summaryId);
      requests.release(pnlId);
      this.#send(link, (api) => api.reqAccountUpdates(false, accountId));
      this.#send(link, (api) => api.cancelAccountSummary(summaryId));
      this.#send(link, (api) => api.cancelPnL(pnlId));
      this.#releaseAccount = () => undefined;
    };
  }

  #requestPosition(watch: PositionWatch, link: GatewayLink): void {
    const { requests } = this.#context;
    const reqId = requests.reserve((code, text) =>
      this.#refused('profit and loss of a position', code, text, () =>
        this.#again(watch.release, () => this.#requestPosition(watch, link)),
      ),
    );
    this.#positionWatches.set(reqId, watch);
    this.#send(link, (api) => api.reqPnLSingle(reqId, watch.accountId, '', watch.conId));
    watch.release = () => {
      this.#positionWatches.delete(reqId);
      requests.release(reqId);
      this.#send(link, (api) => api.cancelPnLSingle(reqId));
      watch.release = () => undefined;
    };
  }

  #refused(what: string, code: number, text: string, again: () => void): void {
    const kind = classifyRequestError(code, text);
    if (kind === 'information') return;
    this.#context.log.warn('the gateway refused a subscription', { what, code, text });
    if (kind === 'duplicate-id') again();
  }

  /** Goes on under new ids when the gateway knows the old ones from elsewhere. */
  #again(release: () => void, request: () => void): void {
    if (this.#newIds >= mostNewIds) return;
    this.#newIds += 1;
    release();
    request();
  }
}
