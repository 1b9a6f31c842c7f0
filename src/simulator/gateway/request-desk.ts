import { currentTimeMessage } from '../wire/messages/system-messages';
import type { DecodedRequest, GatewayRequest } from '../wire/requests/decode-request';
import { AccountDesk } from './account-desk';
import { type Client, refuseRequest, sendError } from './client';
import type { GatewayContext } from './gateway-context';
import { DisplayGroupDesk } from './display-group-desk';
import { DepthDesk } from './depth-desk';
import { withExchangeNames } from './exchange-names';
import { answerHistogram } from './histogram-desk';
import { answerHistoricalTicks } from './historical-ticks-desk';
import { HistoricalAdmission } from './historical-admission';
import { HistoryDesk } from './history-desk';
import { MarketDataDesk } from './market-data-desk';
import { NewsDesk } from './news-desk';
import { RealTimeBarsDesk } from './real-time-bars-desk';
import * as reference from './reference-desk';
import { TickByTickDesk } from './tick-by-tick-desk';
import { OptionDesk } from './option-desk';
import { answerRefused } from './refused-requests-desk';
import { ScannerDesk } from './scanner-desk';

/** Takes each request of one client to the desk that answers it. */
export class RequestDesk {
  readonly #client: Client;
  readonly #context: GatewayContext;
  readonly #marketData: MarketDataDesk;
  readonly #realTimeBars: RealTimeBarsDesk;
  readonly #depth: DepthDesk;
  readonly #tickByTick: TickByTickDesk;
  readonly #history: HistoryDesk;
  readonly #historical: HistoricalAdmission;
  readonly #account: AccountDesk;
  readonly #news: NewsDesk;
  readonly #scanner: ScannerDesk;
  readonly #displayGroups: DisplayGroupDesk;
  readonly #options: OptionDesk;

  constructor(client: Client, context: GatewayContext) {
    this.#client = client;
    this.#context = context;
    this.#marketData = new MarketDataDesk(client, context);
    this.#realTimeBars = new RealTimeBarsDesk(client, context);
    this.#depth = new DepthDesk(client, context);
    this.#tickByTick = new TickByTickDesk(client, context);
    this.#history = new HistoryDesk(client, context);
    this.#historical = new HistoricalAdmission(client, context);
    this.#account = new AccountDesk(client, context);
    this.#news = new NewsDesk(client, context.world);
    this.#scanner = new ScannerDesk(client, context);
    this.#displayGroups = new DisplayGroupDesk(client, context);
    this.#options = new OptionDesk(client, context);
  }

  /** What is asked for while this runs is answered with delayed market data at the most. */
  delayedAtMost(run: () => void): void {
    this.#marketData.delayedAtMost(run);
  }

  /** Answers what was understood and says what was not; nothing is passed over in silence. */
  answer(decoded: DecodedRequest): void {
    switch (decoded.kind) {
      case 'request':
        this.#route(withExchangeNames(decoded.request));
        return;
      case 'unsupported':
        refuseRequest(this.#client, decoded.id, `${decoded.name} is not supported by the simulator`);
        return;
      case 'unknown':
        sendError(this.#client, -1, 505, `Fatal Error: Unknown message id ${decoded.messageId}`);
        return;
      case 'unreadable': {
        const cause = `Unable to parse data of ${decoded.name}. ${decoded.problem}`;
        sendError(this.#client, decoded.id, 320, `Error reading request.-'bO' : cause - ${cause}`);
      }
    }
  }

  close(): void {
    this.loseMarketData();
    this.#account.close();
    this.#news.close();
    this.#displayGroups.close();
  }

  /** Forgets everything the client follows of the market, as TWS does before it says 1101. */
  loseMarketData(): void {
    this.#marketData.close();
    this.#realTimeBars.close();
    this.#depth.close();
    this.#tickByTick.close();
    this.#history.close();
    this.#scanner.close();
  }

  #route(request: GatewayRequest): void {
    const { world } = this.#context;
    switch (request.kind) {
      case 'reqMktData':
        return this.#marketData.open(request);
      case 'cancelMktData':
        return this.#marketData.cancel(request.reqId);
      case 'reqMarketDataType':
        return this.#marketData.chooseType(request.marketDataType);
      case 'reqRealTimeBars':
        return this.#historical.admitsRealTimeBars(request) ? this.#realTimeBars.open(request) : undefined;
      case 'cancelRealTimeBars':
        return this.#realTimeBars.cancel(request.reqId);
      case 'reqMktDepth':
      case 'cancelMktDepth':
      case 'reqMktDepthExchanges':
        return this.#depth.answer(request);
      case 'reqTickByTickData':
        return this.#tickByTick.open(request);
      case 'cancelTickByTickData':
        return this.#tickByTick.cancel(request.reqId);
      case 'reqHistoricalTicks':
        return answerHistoricalTicks(this.#client, this.#context, request);
      case 'reqHistogramData':
        return answerHistogram(this.#client, this.#context, request);
      case 'reqHistoricalData':
        return this.#historical.admitsBars(request, this.#history.openRequests)
          ? this.#history.answerBars(request)
          : undefined;
      case 'cancelHistoricalData':
        return this.#history.cancelBars(request.reqId);
      case 'reqHeadTimestamp':
        return this.#history.answerHeadTimestamp(request);
      case 'placeOrder':
      case 'cancelOrder':
      case 'reqGlobalCancel':
      case 'reqOpenOrders':
      case 'reqAllOpenOrders':
      case 'reqAutoOpenOrders':
      case 'reqCompletedOrders':
      case 'reqIds':
      case 'reqExecutions':
        return this.#context.orders.answer(this.#client, request);
      case 'reqContractDetails':
        return reference.answerContractDetails(this.#client, world, request);
      case 'reqMatchingSymbols':
        return reference.answerMatchingSymbols(this.#client, world, request);
      case 'reqSecDefOptParams':
        return reference.answerOptionParameters(this.#client, world, request);
      case 'reqMarketRule':
        return reference.answerMarketRule(this.#client, request);
      case 'calculateImpliedVolatility':
      case 'calculateOptionPrice':
      case 'cancelCalculateImpliedVolatility':
      case 'cancelCalculateOptionPrice':
      case 'exerciseOptions':
      case 'reqSmartComponents':
        return this.#options.answer(request);
      case 'reqNewsProviders':
      case 'reqHistoricalNews':
      case 'reqNewsArticle':
      case 'reqNewsBulletins':
      case 'cancelNewsBulletins':
        return this.#news.answer(request);
      case 'reqScannerParameters':
      case 'reqScannerSubscription':
      case 'cancelScannerSubscription':
        return this.#scanner.answer(request);
      case 'queryDisplayGroups':
      case 'subscribeToGroupEvents':
      case 'updateDisplayGroup':
      case 'unsubscribeFromGroupEvents':
        return this.#displayGroups.answer(request);
      case 'requestFA':
      case 'replaceFA':
      case 'reqFundamentalData':
      case 'cancelFundamentalData':
      case 'verifyRequest':
      case 'verifyMessage':
      case 'verifyAndAuthRequest':
      case 'verifyAndAuthMessage':
      case 'reqWshMetaData':
      case 'cancelWshMetaData':
      case 'reqWshEventData':
      case 'cancelWshEventData':
        return answerRefused(this.#client, request);
      case 'reqCurrentTime':
        return this.#client.send(currentTimeMessage(world.clock.nowMs()));
      case 'startApi':
        return refuseRequest(this.#client, -1, 'The API has been started already');
      case 'setServerLogLevel':
      case 'cancelHeadTimestamp':
      case 'cancelHistogramData':
        // TWS answers none of these; head timestamps and histograms are answered at once, so nothing is left to cancel.
        return undefined;
      case 'reqManagedAccts':
      case 'reqFamilyCodes':
      case 'reqUserInfo':
      case 'reqSoftDollarTiers':
      case 'reqAccountUpdates':
      case 'reqAccountSummary':
      case 'cancelAccountSummary':
      case 'reqPositions':
      case 'cancelPositions':
      case 'reqPositionsMulti':
      case 'cancelPositionsMulti':
      case 'reqAccountUpdatesMulti':
      case 'cancelAccountUpdatesMulti':
      case 'reqPnl':
      case 'cancelPnl':
      case 'reqPnlSingle':
      case 'cancelPnlSingle':
        return this.#account.answer(request);
    }
  }
}
