import { scannerDocument } from '../wire/messages/scanner-document';
import { scannerDataMessage, scannerParametersMessage } from '../wire/messages/scanner-messages';
import type { ScannerRequest, ScannerSubscriptionRequest } from '../wire/requests/scanner-requests';
import type { ScanBound } from '../world/scanner/scan-filters';
import { type ScanProblem, type ScanQuery, scanMarket } from '../world/scanner/scan-market';
import { type Client, sendError } from './client';
import type { GatewayContext } from './gateway-context';
import { repeatEvery } from './repeating-timer';

/** TWS sends the result of a scan anew so often, in simulated milliseconds. */
const REFRESH_MS = 30_000;
const MOST_ROWS = 50;

/** The scanner subscriptions of one client. */
export class ScannerDesk {
  readonly #client: Client;
  readonly #context: GatewayContext;
  readonly #scans = new Map<number, () => void>();

  constructor(client: Client, context: GatewayContext) {
    this.#client = client;
    this.#context = context;
  }

  answer(request: ScannerRequest): void {
    switch (request.kind) {
      case 'reqScannerParameters':
        this.#client.send(scannerParametersMessage(scannerDocument()));
        return;
      case 'reqScannerSubscription':
        this.#open(request);
        return;
      case 'cancelScannerSubscription':
        this.#cancel(request.reqId);
    }
  }

  close(): void {
    for (const stop of this.#scans.values()) {
      stop();
      this.#context.scannerLines.giveBack();
    }
    this.#scans.clear();
  }

  #open(request: ScannerSubscriptionRequest): void {
    const { reqId } = request;
    const { scannerLines, limits, world } = this.#context;
    if (this.#scans.has(reqId)) {
      this.#refuse(reqId, 'Duplicate ticker ID for API scanner subscription');
      return;
    }
    const query = queryOf(request);
    const result = scanMarket(world, query);
    if (!result.ok) {
      sendError(this.#client, reqId, 162, `${SERVICE} error message:${problemText(result.problem, query)}`);
      return;
    }
    if (!scannerLines.take()) {
      this.#refuse(reqId, `Only ${limits.scanners} simultaneous API scanner subscriptions are allowed.`);
      return;
    }
    if (result.instruments.length === 0) {
      sendError(this.#client, reqId, 165, `${SERVICE} query message:no items retrieved`);
    }
    this.#client.send(scannerDataMessage(reqId, result.instruments));
    const stop = repeatEvery(world.clock, REFRESH_MS, () => {
      const again = scanMarket(world, query);
      if (again.ok) this.#client.send(scannerDataMessage(reqId, again.instruments));
    });
    this.#scans.set(reqId, stop);
  }

  /** TWS answers a cancel with an error that says so. */
  #cancel(reqId: number): void {
    const stop = this.#scans.get(reqId);
    if (stop === undefined) {
      sendError(this.#client, reqId, 365, `No scanner subscription found for ticker id:${reqId}`);
      return;
    }
    stop();
    this.#scans.delete(reqId);
    this.#context.scannerLines.giveBack();
    const text = `${SERVICE} error message:API scanner subscription cancelled: ${reqId}`;
    sendError(this.#client, reqId, 162, text);
  }

  #refuse(reqId: number, cause: string): void {
    sendError(this.#client, reqId, 322, `Error processing request.-'co' : cause - ${cause}`);
  }
}

const SERVICE = 'Historical Market Data Service';

function problemText(problem: ScanProblem, query: ScanQuery): string {
  switch (problem) {
    case 'unknown scan code':
      return `Scan type ${query.scanCode.slice(0, 60)} is disabled or unknown`;
    case 'unknown instrument':
      return `Instrument type ${query.instrument.slice(0, 60)} is unknown`;
    case 'location not configured':
      return 'Market Scanner is not configured for one of the chosen locations.';
  }
}

/** A scan from both ways to limit it: the fields of the subscription, and the filter options. */
function queryOf(request: ScannerSubscriptionRequest): ScanQuery {
  const { numberOfRows } = request;
  const bounds: ScanBound[] = [];
  const add = (code: string, value: number | null): void => {
    if (value !== null) bounds.push({ code, value });
  };
  add('priceAbove', request.abovePrice);
  add('priceBelow', request.belowPrice);
  add('volumeAbove', request.aboveVolume);
  add('marketCapAbove1e6', millions(request.marketCapAbove));
  add('marketCapBelow1e6', millions(request.marketCapBelow));
  for (const option of request.filterOptions.split(';')) {
    const [code = '', text = ''] = option.split('=').map((part) => part.trim());
    const value = text === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value)) add(code, value);
  }
  return {
    numberOfRows: numberOfRows === null || numberOfRows <= 0 ? MOST_ROWS : Math.min(numberOfRows, MOST_ROWS),
    instrument: request.instrument.trim(),
    locationCodes: request.locationCode
      .split(',')
      .map((code) => code.trim())
      .filter((code) => code !== ''),
    scanCode: request.scanCode.trim(),
    bounds,
    stockTypeFilter: request.stockTypeFilter.trim(),
  };
}

function millions(dollars: number | null): number | null {
  return dollars === null ? null : dollars / 1e6;
}
