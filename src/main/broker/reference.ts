import { EventName, SecType as WireSecType } from '@stoqey/ib';
import type { Contract, ContractDescription, ContractDetails } from '@stoqey/ib';
import { isConId } from '../../shared/domain/instrument';
import type { ConId, Instrument, InstrumentMatch, SecType } from '../../shared/domain/instrument';
import { err, ok } from '../../shared/domain/result';
import { classifyRequestError } from './errors';
import type { GatewayLink } from './gateway-link';
import { mapInstrument, mapMatch } from './map-contract';
import type { BrokerResult } from './port';
import { underFreshId } from './request-table';
import type { PendingRequest } from './request-table';
import { notConnected } from './session-context';
import type { SessionContext, SessionPart } from './session-context';
import { checkText, checkWord, invalid } from './validate';
import { wireSecType } from './wire-value';

export type ContractQuery =
  | { readonly conId: ConId }
  | { readonly symbol: string; readonly secType: SecType; readonly currency?: string };

/** An option chain has some thousands of rows; what comes beyond is dropped. */
const maxInstruments = 20_000;

/** Symbol search and contract details. */
export class Reference implements SessionPart {
  readonly #context: SessionContext;
  readonly #searches = new Map<number, PendingRequest<readonly InstrumentMatch[]>>();
  readonly #details = new Map<
    number,
    { readonly pending: PendingRequest<readonly Instrument[]>; readonly rows: Instrument[] }
  >();

  constructor(context: SessionContext) {
    this.#context = context;
  }

  async search(pattern: string): Promise<BrokerResult<readonly InstrumentMatch[]>> {
    const checked = checkText('search text', pattern, 64);
    if (!checked.ok) return checked;
    const text = checked.value.trim();
    if (text === '') return ok([]);
    const link = this.#context.link();
    if (link === null) return err(notConnected);
    const answer = await underFreshId(() => {
      const pending = this.#context.requests.open<readonly InstrumentMatch[]>({
        link,
        lane: 'market-data',
        timeoutMs: this.#context.options.requestTimeoutMs,
        send: (api, reqId) => api.reqMatchingSymbols(reqId, text),
        onOver: (reqId) => this.#searches.delete(reqId),
        onError: (code, remark) => classifyRequestError(code, remark) === 'information',
      });
      this.#searches.set(pending.reqId, pending);
      return pending.answer;
    });
    return this.#sayingWhy(answer);
  }

  async details(query: ContractQuery): Promise<BrokerResult<readonly Instrument[]>> {
    const contract = queryContract(query);
    if (!contract.ok) return contract;
    const link = this.#context.link();
    if (link === null) return err(notConnected);
    const answer = await underFreshId(() => {
      const rows: Instrument[] = [];
      const pending = this.#context.requests.open<readonly Instrument[]>({
        link,
        lane: 'market-data',
        timeoutMs: this.#context.options.requestTimeoutMs,
        send: (api, reqId) => api.reqContractDetails(reqId, { ...contract.value }),
        onOver: (reqId) => this.#details.delete(reqId),
        onError: (code, text) => classifyRequestError(code, text) === 'information',
      });
      this.#details.set(pending.reqId, { pending, rows });
      return pending.answer;
    });
    return this.#sayingWhy(answer);
  }

  /** An answer that did not come while the farm for contract details is down says so. */
  #sayingWhy<T>(answer: BrokerResult<T>): BrokerResult<T> {
    if (answer.ok || answer.error.kind !== 'timeout') return answer;
    const [trouble] = this.#context.farmsDown('definitions');
    if (trouble === undefined) return answer;
    const { text, advice } = trouble.reason;
    return err({ kind: 'paused', code: null, text: `${text} ${advice}`, untilMs: null });
  }

  listen(link: GatewayLink): void {
    link.api.on(
      EventName.symbolSamples,
      link.guard((reqId: number, descriptions: ContractDescription[]) => {
        const matches = descriptions.map(mapMatch).filter((match) => match !== null);
        this.#searches.get(reqId)?.settle(ok(matches));
      }),
    );
    link.api.on(
      EventName.contractDetails,
      link.guard((reqId: number, details: ContractDetails) => {
        const collecting = this.#details.get(reqId);
        if (collecting === undefined || collecting.rows.length >= maxInstruments) return;
        const instrument = mapInstrument(details);
        if (instrument === null) {
          this.#context.log.info('contract details of an unknown kind were skipped', {
            secType: details.contract.secType,
            conId: details.contract.conId,
          });
        } else {
          collecting.rows.push(instrument);
          this.#context.contracts.learn(instrument);
        }
      }),
    );
    link.api.on(
      EventName.contractDetailsEnd,
      link.guard((reqId: number) => {
        const collecting = this.#details.get(reqId);
        collecting?.pending.settle(ok(collecting.rows));
      }),
    );
  }

  begin(): void {
    // Nothing lasts from one connection to the next.
  }

  end(): void {
    // Pending requests are ended by the request table.
  }

  resubscribe(): void {
    // One question, one answer: nothing to subscribe again.
  }
}

function queryContract(query: ContractQuery): BrokerResult<Contract> {
  if ('conId' in query) {
    return isConId(query.conId) ? ok({ conId: query.conId }) : invalid('The instrument has no valid conId.');
  }
  const symbol = checkWord('symbol', query.symbol, 64);
  if (!symbol.ok) return symbol;
  const currency = query.currency === undefined ? ok('') : checkWord('currency', query.currency, 8);
  if (!currency.ok) return currency;
  if (wireSecType(query.secType) === null) return invalid('The kind of instrument is not known.');
  return ok({
    symbol: symbol.value,
    ...wireContractType(query.secType),
    ...(currency.value === '' ? {} : { currency: currency.value }),
  });
}

/** Stocks and options are asked for at SMART, or there is one row for each exchange. */
function wireContractType(secType: SecType): Contract {
  const type = librarySecTypes[secType];
  return secType === 'STK' || secType === 'OPT' ? { secType: type, exchange: 'SMART' } : { secType: type };
}

/** The library's names. */
const librarySecTypes: Readonly<Record<SecType, WireSecType>> = {
  STK: WireSecType.STK,
  IND: WireSecType.IND,
  FUT: WireSecType.FUT,
  CASH: WireSecType.CASH,
  OPT: WireSecType.OPT,
  FOP: WireSecType.FOP,
  CFD: WireSecType.CFD,
  CRYPTO: WireSecType.CRYPTO,
  FUND: WireSecType.FUND,
  BOND: WireSecType.BOND,
  CMDTY: WireSecType.CMDTY,
  WAR: WireSecType.WAR,
};
