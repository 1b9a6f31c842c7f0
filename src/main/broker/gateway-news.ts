import type { Subject } from 'rxjs';
import type { Clock } from '../platform/clock';
import { farmKey } from './connection-machine';
import type { SessionEvent, SessionModel } from './connection-machine';
import { farmReason, reasonFor, serverReset } from './connection-reasons';
import { classifyConnection, noticeSeverity } from './errors';
import type { GatewayLink } from './gateway-link';
import type { History } from './history';
import type { LiveBars } from './live-bars';
import type { Orders } from './orders';
import type { OutageRecheck } from './outage-recheck';
import type { BrokerNotice, GatewayTarget } from './port';
import type { Quotes } from './quotes';
import type { RestartWatch } from './restart-watch';
import { announcesRestart, isRestartTime } from './restart-window';
import type { SocketEnd } from './socket-end';

export interface GatewayNewsDeps {
  readonly clock: Clock;
  readonly notices: Subject<BrokerNotice>;
  readonly quotes: Quotes;
  readonly history: History;
  readonly liveBars: LiveBars;
  readonly orders: Orders;
  readonly restart: RestartWatch;
  readonly outage: OutageRecheck;
  /** The gateway's clock, UTC ms. */
  gatewayNowMs(): number;
  model(): SessionModel;
  apply(event: SessionEvent): void;
  /** What failed may have failed because of the outage: whatever was paused may try at once. */
  endPauses(): void;
  /** Makes every subscription again. */
  resubscribe(link: GatewayLink): void;
  /** Ends the connection for this reason, although the socket may say another. */
  end(link: GatewayLink, end: SocketEnd): void;
}

/** What the gateway says without being asked: whether it has Interactive Brokers, its farms, its own troubles. */
export class GatewayNews {
  readonly #deps: GatewayNewsDeps;

  constructor(deps: GatewayNewsDeps) {
    this.#deps = deps;
  }

  tell(link: GatewayLink, target: GatewayTarget, code: number, text: string): void {
    const { clock, notices, quotes, history, liveBars, orders, restart, outage } = this.#deps;
    const isAnnouncement = announcesRestart(code, text);
    const isExpected = isAnnouncement && isRestartTime(this.#deps.gatewayNowMs());
    const severity = isExpected ? 'information' : noticeSeverity(code);
    notices.next({ code, text, severity, atMs: clock.nowMs() });
    if (isAnnouncement) restart.announced();
    const news = classifyConnection(code, text);
    switch (news?.kind) {
      case undefined:
        return;
      case 'connectivity-lost':
        outage.lost();
        quotes.connectivityLost();
        this.#deps.apply({
          kind: 'connectivity-lost',
          reason: isExpected
            ? reasonFor('restart', target, serverReset)
            : reasonFor('connectivity-lost', target, text),
        });
        return;
      case 'connectivity-back':
        outage.over();
        this.#deps.apply({ kind: 'connectivity-back', allFarms: news.allFarms });
        if (!link.usable) return;
        this.#deps.endPauses();
        if (news.dataLost) this.#deps.resubscribe(link);
        else quotes.connectivityKept();
        void orders.catchUp();
        return;
      case 'farm-down': {
        const { farmKind: kind, farm } = news;
        const trouble = { kind, farm, reason: farmReason(kind, farm) };
        this.#deps.apply({ kind: 'farm-down', trouble });
        if (kind === 'market-data') quotes.farmDown(trouble);
        return;
      }
      case 'farm-up': {
        const trouble = this.#deps.model().farmsDown.get(farmKey(news.farmKind, news.farm));
        this.#deps.apply({ kind: 'farm-up', farm: news.farm, farmKind: news.farmKind });
        if (trouble === undefined || !link.usable) return;
        if (trouble.kind === 'market-data') quotes.farmUp(trouble, link);
        if (trouble.kind === 'history') {
          history.breaker.reconnected();
          history.farmUp();
          liveBars.askMissing();
        }
        return;
      }
      case 'read-only':
        orders.refuseQuestions({ kind: 'refused', code, text });
        return;
      case 'port-changed':
        // Said with the port that is in use, it only announces that the gateway restarts and drops its clients.
        if (isNewPort(text, target)) this.#deps.end(link, { cause: 'port-changed', detail: text });
        else link.end({ cause: 'dropped', detail: text });
        return;
      case 'client-id-in-use':
        this.#deps.end(link, { cause: 'client-id-in-use', detail: text });
        return;
    }
  }
}

/** Whether a message about a new port names another one than the port in use. */
function isNewPort(text: string, target: GatewayTarget): boolean {
  const port = /(\d+)\D*$/.exec(text)?.[1];
  return target.kind === 'tcp' && port !== undefined && port !== String(target.port);
}
