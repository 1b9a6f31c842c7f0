import { filter, firstValueFrom, take, toArray } from 'rxjs';
import type { Observable } from 'rxjs';
import { afterEach } from 'vitest';
import type { ConnectionKind, ConnectionSnapshot } from '../../shared/domain/connection';
import { isDecimalText } from '../../shared/domain/decimal';
import type { DecimalText } from '../../shared/domain/decimal';
import { isConId } from '../../shared/domain/instrument';
import type { ConId, ContractRef } from '../../shared/domain/instrument';
import type { QuoteNotice } from '../../shared/domain/quote';
import { silentLogger } from '../platform/logger';
import type { Logger } from '../platform/logger';
import { ManualClock } from '../platform/manual-clock';
import { systemRandom } from '../platform/random';
import { createBroker } from './create-broker';
import { IdSource } from './ids';
import type { BrokerOptions } from './options';
import type { Broker, BrokerOrder, GatewayTarget, QuoteSink } from './port';
import { TestGateway } from './test-gateway';
import type { GatewayScript } from './test-gateway';

/** What the tests of the broker share: a broker on a clock that stands still, and a scripted gateway. */
export interface BrokerFixture {
  readonly broker: Broker;
  readonly gateway: TestGateway;
  readonly clock: ManualClock;
  readonly target: GatewayTarget;
  readonly logged: string[];
}

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

export async function brokerFixture(
  script: GatewayScript = {},
  options: Partial<BrokerOptions> = {},
  transport: 'tcp' | 'local' = 'tcp',
  ids: IdSource = new IdSource(),
): Promise<BrokerFixture> {
  const gateway = new TestGateway(script, transport);
  const target = await gateway.listen();
  const clock = new ManualClock();
  const logged: string[] = [];
  const note = (message: string) => {
    logged.push(message);
  };
  const log: Logger = { ...silentLogger, warn: note, error: note };
  const broker = createBroker({
    clock,
    random: { ...systemRandom, fraction: () => 0 },
    log,
    options,
    ids,
  });
  cleanups.push(async () => {
    await broker.stop();
    await gateway.close();
  });
  return { broker, gateway, clock, target, logged };
}

/** The next snapshot (or the current one) in this state. */
export function inState(broker: Broker, kind: ConnectionKind): Promise<ConnectionSnapshot> {
  return firstValueFrom(broker.connection$.pipe(filter((snapshot) => snapshot.state.kind === kind)));
}

/** Connects and goes through reconciliation. */
export async function ready(fixture: BrokerFixture): Promise<ConnectionSnapshot> {
  fixture.broker.connect(fixture.target);
  const snapshot = await inState(fixture.broker, 'reconciling');
  fixture.broker.markReconciled(snapshot.epoch);
  return inState(fixture.broker, 'ready');
}

/** The next `count` values of a stream. */
export function nextValues<T>(stream: Observable<T>, count: number): Promise<readonly T[]> {
  return firstValueFrom(stream.pipe(take(count), toArray()));
}

export function decimal(text: string): DecimalText {
  if (!isDecimalText(text)) throw new RangeError(text);
  return text;
}

export function conId(value: number): ConId {
  if (!isConId(value)) throw new RangeError(String(value));
  return value;
}

export const apple: ContractRef = { conId: conId(265598), exchange: 'SMART' };

export function limitOrder(changes: Partial<BrokerOrder> = {}): BrokerOrder {
  return {
    orderId: 11,
    orderRef: '0b9d3f0a-5b1c-4a5e-9d6e-2f1f6f3c8a10',
    contract: apple,
    accountId: 'DU1234567',
    side: 'BUY',
    quantity: decimal('100'),
    pricing: { orderType: 'LMT', limitPrice: decimal('187.20') },
    tif: 'DAY',
    outsideRth: false,
    parentOrderId: null,
    transmit: true,
    ...changes,
  };
}

/** A sink that writes everything down, and tells who waits for a line. */
export class RecordingSink implements QuoteSink {
  readonly lines: string[] = [];
  #waiters: { readonly line: string; readonly tell: () => void }[] = [];

  /** Settles when the line was, or is, written. */
  seen(line: string): Promise<void> {
    if (this.lines.includes(line)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters.push({ line, tell: resolve });
    });
  }

  price(field: string, value: number | null): void {
    this.#write(`${field} ${value}`);
  }
  size(field: string, value: number | null): void {
    this.#write(`${field} ${value}`);
  }
  lastTrade(atMs: number): void {
    this.#write(`lastTrade ${atMs}`);
  }
  type(type: string): void {
    this.#write(`type ${type}`);
  }
  notice(code: number, text: string, fatal: boolean): void {
    this.#write(`notice ${code} ${fatal ? 'fatal' : 'remark'}: ${text}`);
  }
  stale(stale: boolean, why?: QuoteNotice): void {
    this.#write(`stale ${stale}${why === undefined ? '' : `: ${why.code} ${why.text}`}`);
  }

  #write(line: string): void {
    this.lines.push(line);
    const told = this.#waiters.filter((waiter) => waiter.line === line);
    this.#waiters = this.#waiters.filter((waiter) => waiter.line !== line);
    for (const { tell } of told) tell();
  }
}
