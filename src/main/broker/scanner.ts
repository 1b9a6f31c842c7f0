import { EventName, Instrument as ScanInstrument, LocationCode, ScanCode } from '@stoqey/ib';
import type { ContractDetails, ScannerSubscription } from '@stoqey/ib';
import { isConId } from '../../shared/domain/instrument';
import { err, ok } from '../../shared/domain/result';
import { breakerFor } from './circuit-breaker';
import type { CircuitBreaker } from './circuit-breaker';
import { classifyRequestError } from './errors';
import type { GatewayLink } from './gateway-link';
import type { BrokerResult } from './port';
import { SharedRequest, underFreshId } from './request-table';
import type { PendingRequest } from './request-table';
import type { ScanRequest, ScanRow } from './research-types';
import { connectionLost, notConnected } from './session-context';
import type { SessionContext, SessionPart } from './session-context';
import { invalid } from './validate';
import { wireSecType, wireText } from './wire-value';

const mostRows = 50;
/** The list of everything that can be scanned is an XML file of a few megabytes. */
const longestParameters = 12_000_000;
const largestBound = 1e12;

/** Market scans: each is one question with one answer, although the gateway would go on answering. */
export class Scanner implements SessionPart {
  readonly #context: SessionContext;
  readonly breaker: CircuitBreaker;
  readonly #scans = new Map<
    number,
    { readonly pending: PendingRequest<readonly ScanRow[]>; readonly rows: ScanRow[] }
  >();
  readonly #parameters: SharedRequest<string>;

  constructor(context: SessionContext) {
    this.#context = context;
    const { clock, scheduler, options } = context;
    this.breaker = breakerFor(clock, 'scans');
    this.#parameters = new SharedRequest(
      clock,
      scheduler,
      options.historyTimeoutMs,
      (api) => api.reqScannerParameters(),
      'history',
    );
  }

  async scan(request: ScanRequest): Promise<BrokerResult<readonly ScanRow[]>> {
    const subscription = wireScan(request);
    if (!subscription.ok) return subscription;
    const link = this.#context.link();
    if (link === null) return err(notConnected);
    return this.breaker.run(() => underFreshId(() => this.#ask(link, subscription.value)));
  }

  /** What can be scanned, as XML. */
  async parameters(): Promise<BrokerResult<string>> {
    const link = this.#context.link();
    if (link === null) return err(notConnected);
    const answer = await this.breaker.run(() => this.#parameters.ask(link));
    if (!answer.ok) return answer;
    const [xml] = answer.value;
    return xml === undefined ? err({ kind: 'refused', code: null, text: 'The answer was empty.' }) : ok(xml);
  }

  listen(link: GatewayLink): void {
    link.api.on(
      EventName.scannerData,
      link.guard((reqId: number, rank: number, { contract }: ContractDetails) => {
        const scan = this.#scans.get(reqId);
        const secType = wireSecType(contract.secType);
        const conId = contract.conId ?? 0;
        if (scan === undefined || scan.rows.length >= mostRows || secType === null || !isConId(conId)) return;
        scan.rows.push({
          rank,
          conId,
          symbol: wireText(contract.symbol),
          secType,
          exchange: wireText(contract.exchange),
          currency: wireText(contract.currency),
          localSymbol: wireText(contract.localSymbol),
        });
      }),
    );
    link.api.on(
      EventName.scannerDataEnd,
      link.guard((reqId: number) => {
        const scan = this.#scans.get(reqId);
        if (scan === undefined) return;
        this.#cancel(link, reqId);
        scan.pending.settle(ok(scan.rows));
      }),
    );
    link.api.on(
      EventName.scannerParameters,
      link.guard((xml: string) => {
        this.#parameters.row(xml.slice(0, longestParameters));
        this.#parameters.complete();
      }),
    );
  }

  begin(): void {
    this.breaker.reconnected();
  }

  end(): void {
    this.#parameters.fail(connectionLost);
  }

  resubscribe(): void {
    // One question, one answer: nothing to subscribe again.
  }

  #ask(link: GatewayLink, subscription: ScannerSubscription): Promise<BrokerResult<readonly ScanRow[]>> {
    const rows: ScanRow[] = [];
    const pending = this.#context.requests.open<readonly ScanRow[]>({
      link,
      lane: 'history',
      timeoutMs: this.#context.options.historyTimeoutMs,
      send: (api, reqId) => api.reqScannerSubscription(reqId, subscription),
      abandon: (api, reqId) => api.cancelScannerSubscription(reqId),
      onOver: (reqId) => this.#scans.delete(reqId),
      onError: (code, text) => {
        const kind = classifyRequestError(code, text);
        if (kind === 'no-data' || /no items retrieved/i.test(text)) {
          pending.settle(ok([]));
          return true;
        }
        return kind === 'information';
      },
    });
    this.#scans.set(pending.reqId, { pending, rows });
    return pending.answer;
  }

  #cancel(link: GatewayLink, reqId: number): void {
    this.#context.scheduler.enqueue('history', () => {
      if (link.usable) link.call((api) => api.cancelScannerSubscription(reqId));
    });
  }
}

/** The library takes scans by its own lists of words only. */
function wireScan(request: ScanRequest): BrokerResult<ScannerSubscription> {
  const instrument = Object.values(ScanInstrument).find((word: string) => word === request.instrument);
  const locationCode = Object.values(LocationCode).find((word: string) => word === request.locationCode);
  const scanCode = Object.entries(ScanCode).find(([word]) => word === request.scanCode)?.[1];
  if (instrument === undefined || locationCode === undefined || typeof scanCode !== 'number')
    return invalid('This scan is not known.');
  if (!Number.isInteger(request.rows) || request.rows < 1 || request.rows > mostRows)
    return invalid(`A scan has 1 to ${mostRows} rows.`);
  const { abovePrice, belowPrice, aboveVolume } = request;
  for (const bound of [abovePrice, belowPrice, aboveVolume]) {
    if (
      bound !== null &&
      !(bound >= 0 && bound <= largestBound && bound * 10_000 === Math.round(bound * 10_000))
    )
      return invalid('A bound of the scan is not valid.');
  }
  return ok({
    instrument,
    locationCode,
    scanCode,
    numberOfRows: request.rows,
    ...(abovePrice === null ? {} : { abovePrice }),
    ...(belowPrice === null ? {} : { belowPrice }),
    ...(aboveVolume === null ? {} : { aboveVolume: Math.round(aboveVolume) }),
  });
}
