import { smartComponents } from '../world/catalogue/smart-components';
import { isOption } from '../world/options/is-option';
import { orderTerms } from '../world/order-terms';
import type { SimInstrument } from '../world/world';
import {
  optionComputationMessage,
  optionTickType,
  smartComponentsMessage,
} from '../wire/messages/option-messages';
import { requestId } from '../wire/message-ids';
import type { OptionRequest } from '../wire/requests/option-requests';
import { type Client, refuseRequest, sendError } from './client';
import { findInstrument } from './find-instrument';
import type { GatewayContext } from './gateway-context';
import { attributesOf } from './manual-order';

type Calculation = Extract<OptionRequest, { given: number }>;
type Exercise = Extract<OptionRequest, { kind: 'exerciseOptions' }>;

/** TWS's numbers for what to do with an option. */
const EXERCISE = 1;
const LAPSE = 2;

/** Answers what one client asks about options beside their prices. */
export class OptionDesk {
  readonly #client: Client;
  readonly #context: GatewayContext;

  constructor(client: Client, context: GatewayContext) {
    this.#client = client;
    this.#context = context;
  }

  answer(request: OptionRequest): void {
    switch (request.kind) {
      case 'calculateImpliedVolatility':
      case 'calculateOptionPrice':
        this.#calculate(request);
        return;
      case 'cancelCalculateImpliedVolatility':
      case 'cancelCalculateOptionPrice':
        // A calculation is answered at once, so there is nothing left to cancel, and TWS does not answer a cancel.
        return;
      case 'exerciseOptions':
        this.#exercise(request);
        return;
      case 'reqSmartComponents':
        this.#answerComponents(request.reqId, request.bboExchange);
    }
  }

  #calculate(request: Calculation): void {
    const { reqId, given, underlyingPrice } = request;
    const option = this.#findOption(reqId, request.contract);
    if (option === undefined || !this.#takesMiscOptions(request)) return;
    const wantsVolatility = request.kind === 'calculateImpliedVolatility';
    if (!(given > 0)) {
      refuseRequest(this.#client, reqId, `Invalid ${wantsVolatility ? 'option price' : 'volatility'}`);
      return;
    }
    if (!(underlyingPrice > 0)) {
      refuseRequest(this.#client, reqId, 'Invalid underlying price');
      return;
    }
    const { options } = this.#context.world;
    const computation = wantsVolatility
      ? options.volatilityOf(option.conId, given, underlyingPrice)
      : options.priceAt(option.conId, given, underlyingPrice);
    const { serverVersion } = this.#client;
    this.#client.send(optionComputationMessage(reqId, optionTickType.custom, computation, serverVersion));
  }

  #exercise(request: Exercise): void {
    const { reqId, action, quantity, account, override } = request;
    const client = this.#client;
    const instrument = this.#findOption(reqId, request.contract);
    if (instrument === undefined) return;
    if (action !== EXERCISE && action !== LAPSE) {
      refuseRequest(client, reqId, 'Invalid exercise action. Valid values are 1 (exercise) and 2 (lapse)');
      return;
    }
    if (quantity <= 0) {
      refuseRequest(client, reqId, 'Invalid exercise quantity');
      return;
    }
    const { orders, world } = this.#context;
    const terms = orderTerms({ side: 'SELL', quantity, account: world.account.id });
    const { exchange } = request.contract;
    const record = {
      attributes: attributesOf(terms),
      terms,
      exchange: exchange === '' ? instrument.exchange : exchange,
      conId: instrument.conId,
      order: undefined,
    };
    orders.take(client, reqId, record, () =>
      world.exchange.exercises.instruct(client.clientId, reqId, {
        instrument,
        action: action === EXERCISE ? 'exercise' : 'lapse',
        quantity,
        account,
        override,
      }),
    );
  }

  #answerComponents(reqId: number, bboExchange: string): void {
    const components = smartComponents(bboExchange);
    if (components === undefined) {
      refuseRequest(this.#client, reqId, 'Invalid BBO exchange/security type code');
      return;
    }
    this.#client.send(smartComponentsMessage(reqId, components));
  }

  #findOption(reqId: number, contract: Calculation['contract']): SimInstrument | undefined {
    const instrument = findInstrument(this.#client, reqId, this.#context.world.catalogue, contract);
    if (instrument === undefined || isOption(instrument)) return instrument;
    refuseRequest(this.#client, reqId, 'Invalid security type. The contract is not an option');
    return undefined;
  }

  /** TWS reads the list and takes no key in it. */
  #takesMiscOptions({ kind, reqId, miscOptions }: Calculation): boolean {
    const [first] = miscOptions.split(';').filter((entry) => entry !== '');
    if (first === undefined) return true;
    const key = first.includes('=') ? first.slice(0, first.indexOf('=')) : '';
    if (key === '') {
      const text = "Error reading request. Please use 'Key=Value' format for Misc Options";
      sendError(this.#client, reqId, 320, text);
      return false;
    }
    const wantsVolatility = kind === 'calculateImpliedVolatility';
    const name = wantsVolatility ? 'ReqCalcImpliedVolatility' : 'ReqCalcOptionPrice';
    const request = `${name}(${requestId[kind]}) request`;
    sendError(
      this.#client,
      reqId,
      10337,
      `Misc options key=${key} is invalid in ${request}. Valid keys are: `,
    );
    return false;
  }
}
