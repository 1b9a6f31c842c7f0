import { currentTimeMessage } from '../wire/messages/system-messages';
import type { DecodedRequest, GatewayRequest } from '../wire/requests/decode-request';
import { AccountDesk } from './account-desk';
import { type Client, refuseRequest, sendError } from './client';
import type { GatewayContext } from './gateway-context';
import { HistoryDesk } from './history-desk';
import { MarketDataDesk } from './market-data-desk';
import { RealTimeBarsDesk } from './real-time-bars-desk';
import * as reference from './reference-desk';

/** Takes each request of one client to the desk that answers it. */
export class RequestDesk {
  readonly #client: Client;
  readonly #context: GatewayContext;
  readonly #marketData: MarketDataDesk;
  readonly #realTimeBars: RealTimeBarsDesk;
  readonly #history: HistoryDesk;
  readonly #account: AccountDesk;

  constructor(client: Client, context: GatewayContext) {
    this.#client = client;
    this.#context = context;
    this.#marketData = new MarketDataDesk(client, context);
    this.#realTimeBars = new RealTimeBarsDesk(client, context);
    this.#history = new HistoryDesk(client, context);
    this.#account = new AccountDesk(client, context);
  }

  /** Answers what was understood and says what was not; nothing is passed over in silence. */
  answer(decoded: DecodedRequest): void {
    switch (decoded.kind) {
      case 'request':
        this.#route(decoded.request);
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
    this.#marketData.close();
    this.#realTimeBars.close();
    this.#history.close();
    this.#account.close();
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
        return this.#realTimeBars.open(request);
      case 'cancelRealTimeBars':
        return this.#realTimeBars.cancel(request.reqId);
      case 'reqHistoricalData':
        return this.#history.answerBars(request);
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
        return reference.answerMarketRule(this.#client, world, request);
      case 'reqCurrentTime':
        return this.#client.send(currentTimeMessage(world.clock.nowMs()));
      case 'startApi':
        return refuseRequest(this.#client, -1, 'The API has been started already');
      case 'setServerLogLevel':
      case 'cancelHeadTimestamp':
        // TWS answers neither; a head timestamp is answered at once, so there is nothing left to cancel.
        return undefined;
      case 'reqManagedAccts':
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
