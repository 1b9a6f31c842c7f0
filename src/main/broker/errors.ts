import type { FarmKind } from '../../shared/domain/connection';
import type { BrokerNotice, OrderErrorClass } from './port';

/** What an error on a data request means for us. Source: TWS API, message codes. */
export type RequestErrorClass =
  /** The answer is empty: 162 whose text says so, 366. */
  | 'no-data'
  /** Asked too often: 100, 162 whose text says so, 420. */
  | 'pacing'
  /** Not subscribed to this market's data; delayed data may be had. */
  | 'no-permission'
  /** Part of the data, or delayed data instead of live: something does come. */
  | 'partial'
  /** Another session of the same user takes the data; it comes back when that ends. */
  | 'competing-session'
  | 'duplicate-id'
  | 'no-such-contract'
  /** More market data lines than the account has. */
  | 'too-many-lines'
  | 'information'
  | 'refused';

/** What a message without an id says about the connection. */
export type ConnectionNews =
  | { readonly kind: 'connectivity-lost' }
  | { readonly kind: 'connectivity-back'; readonly dataLost: boolean; readonly allFarms: boolean }
  | { readonly kind: 'port-changed' }
  | { readonly kind: 'client-id-in-use' }
  | { readonly kind: 'farm-down'; readonly farmKind: FarmKind; readonly farm: string }
  /** It is connected, or will be as soon as something is asked of it. */
  | { readonly kind: 'farm-up'; readonly farmKind: FarmKind; readonly farm: string }
  /** The gateway's API is set to read-only: it answers nothing about orders. */
  | { readonly kind: 'read-only' };

const requestClasses: ReadonlyMap<number, RequestErrorClass> = new Map([
  [100, 'pacing'],
  [420, 'pacing'],
  [366, 'no-data'],
  [354, 'no-permission'],
  [10089, 'no-permission'],
  [10168, 'no-permission'],
  [10186, 'no-permission'],
  [10090, 'partial'],
  [10167, 'partial'],
  [10197, 'competing-session'],
  [300, 'duplicate-id'],
  [102, 'duplicate-id'],
  [200, 'no-such-contract'],
  [101, 'too-many-lines'],
  [399, 'information'],
]);

/** The class of an error on a request id. */
export function classifyRequestError(code: number, text: string): RequestErrorClass {
  if (code === 162) {
    if (/no data|no historical data/i.test(text)) return 'no-data';
    if (/pacing/i.test(text)) return 'pacing';
    if (/different IP address|competing/i.test(text)) return 'competing-session';
    return 'refused';
  }
  // The gateway could not process the request; only its text says that the id was the reason.
  if (code === 322) return /duplicate/i.test(text) ? 'duplicate-id' : 'refused';
  return requestClasses.get(code) ?? (isInformation(code) ? 'information' : 'refused');
}

const orderClasses: ReadonlyMap<number, OrderErrorClass> = new Map([
  [103, 'duplicate-id'],
  [104, 'cannot-modify'],
  [105, 'cannot-modify'],
  [135, 'cannot-cancel'],
  [136, 'cannot-cancel'],
  [161, 'cannot-cancel'],
  [10147, 'cannot-cancel'],
  [10148, 'cannot-cancel'],
  [200, 'rejected'],
  [201, 'rejected'],
  [202, 'cancelled'],
  [203, 'rejected'],
  [399, 'warning'],
  [404, 'warning'],
  [460, 'rejected'],
  [461, 'rejected'],
]);

/**
 * The class of an error on an order id. A code that is not known is a warning: taking a live order for dead is worse
 * than waiting for its status, which tells the truth in any case.
 */
export function classifyOrderError(code: number): OrderErrorClass {
  const known = orderClasses.get(code);
  if (known !== undefined) return known;
  // Refusals of an order's terms. Source: TWS API, "Message Codes".
  const refusal =
    (code >= 106 && code <= 160) || (code >= 320 && code <= 449) || (code >= 10_000 && code <= 10_146);
  return refusal ? 'rejected' : 'warning';
}

/** What a message without an id means for the connection, or null. */
export function classifyConnection(code: number, text: string): ConnectionNews | null {
  switch (code) {
    case 1100:
    case 2110:
      return { kind: 'connectivity-lost' };
    case 1101:
    case 1102:
      return {
        kind: 'connectivity-back',
        dataLost: code === 1101,
        allFarms: /all data farms are connected/i.test(text),
      };
    case 1300:
      return { kind: 'port-changed' };
    case 326:
      return { kind: 'client-id-in-use' };
    case 321:
      return /read-?only/i.test(text) ? { kind: 'read-only' } : null;
    default: {
      const news = farmNews.get(code);
      if (news === undefined) return null;
      const [kind, farmKind] = news;
      return { kind, farmKind, farm: farmOf(text) };
    }
  }
}

/** Source: TWS API, "System Message Codes". Inactive farms (2107, 2108) are there as soon as something is asked of them. */
const farmNews: ReadonlyMap<number, readonly ['farm-down' | 'farm-up', FarmKind]> = new Map([
  [2103, ['farm-down', 'market-data']],
  [2104, ['farm-up', 'market-data']],
  [2108, ['farm-up', 'market-data']],
  [2105, ['farm-down', 'history']],
  [2106, ['farm-up', 'history']],
  [2107, ['farm-up', 'history']],
  [2157, ['farm-down', 'definitions']],
  [2158, ['farm-up', 'definitions']],
]);

/** How loudly a message without a request is shown. */
export function noticeSeverity(code: number): BrokerNotice['severity'] {
  if (code === 2103 || code === 2105 || code === 2110 || code === 2157) return 'warning';
  if (isInformation(code) || code === 1101 || code === 1102 || code === 399) return 'information';
  return 'error';
}

/** 21xx are remarks; 2100 and 2137 among them. */
function isInformation(code: number): boolean {
  return code >= 2100 && code < 2200;
}

/** `Market data farm connection is broken:usfarm` and `… available upon demand.usfarm` → `usfarm`. */
function farmOf(text: string): string {
  return /(?::|demand\.)\s*([\w.]+)\s*$/.exec(text)?.[1] ?? '';
}
