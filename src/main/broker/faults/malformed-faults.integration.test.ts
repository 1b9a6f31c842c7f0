import { describe, expect, it } from 'vitest';
import { malformations } from '../../../simulator/faults';
import { decimal, limitOrder, RecordingSink } from '../broker-fixtures';
import { FaultScene } from './testing/fault-scene';

/** Messages of every area, damaged when they come for the second time. */
const messages = [
  'currentTime',
  'contractDetails',
  'tickPrice',
  'tickSize',
  'marketDataType',
  'historicalData',
  'accountValue',
  'position',
  'openOrder',
  'orderStatus',
  'error',
] as const;

describe('messages that are damaged', () => {
  it.each(malformations)('%s: the app lives on, is ready again, and everything works', async (how) => {
    const scene = await FaultScene.open({
      steps: messages.map((message) => ({
        when: { on: 'message', direction: 'out', message, nth: 2 },
        fault: { kind: 'malformed', how },
      })),
    });
    scene.connect();
    const sink = new RecordingSink();
    scene.broker.watchAccount('DU1234567');
    scene.broker.subscribeQuote(scene.apple, sink);
    for (let round = 0; round < 3; round += 1) {
      await scene.eventually(() => scene.broker.contractDetails({ conId: scene.apple.conId }));
      await scene.eventually(() => scene.broker.requestPositions());
      await scene.eventually(() => scene.broker.requestOpenOrders());
      await scene.eventually(() =>
        scene.broker.historicalBars({
          contract: scene.apple,
          barSize: '1 hour',
          endMs: null,
          duration: `${round + 1} D`,
          whatToShow: 'TRADES',
          regularHoursOnly: true,
        }),
      );
      const ids = scene.broker.takeOrderIds(1);
      if (ids.ok)
        await scene.settled(
          scene.broker.placeOrder(
            scene.epoch,
            limitOrder({
              orderId: ids.value[0] ?? 0,
              contract: scene.apple,
              orderRef: `round-${round}`,
              pricing: { orderType: 'LMT', limitPrice: decimal('5.00') },
            }),
          ),
        );
      await scene.pass(6_000);
    }
    await scene.untilState('ready');
    await scene.untilQuoted(sink);
    const open = await scene.eventually(() => scene.broker.requestOpenOrders());
    // What the exchange has is what the app sees, whatever was damaged on the way.
    const atExchange = scene.world.exchange.openOrders().map(({ terms }) => terms.orderRef);
    expect(open.map(({ orderRef }) => orderRef).toSorted()).toEqual(atExchange.toSorted());
    expect(atExchange.length).toBeGreaterThan(0);
  });
});

describe('the message log', () => {
  it('shows what was damaged, and hides the account in what it exports', async () => {
    const scene = await FaultScene.ready();
    scene.broker.watchAccount('DU1234567');
    await scene.pass(2_000);
    scene.gateway.faults.inject({ kind: 'malformed', how: 'negative-length' });
    await scene.untilReadyAgain();
    const log = scene.broker.messageLog;
    const found = log.read({ limit: 10, filter: { search: 'unreadable' } }).messages;
    expect(found).toMatchObject([
      { direction: 'received', epoch: 1, fields: [{ name: 'problem' }, { name: 'bytes' }] },
    ]);
    const names = new Set(scene.messagesAfter(0).map(({ name }) => name));
    for (const name of [
      'handshake',
      'startApi',
      'nextValidId',
      'reqAccountUpdates',
      'updateAccountValue',
      'pnl',
    ])
      expect(names).toContain(name);
    const lines = [...log.exportJsonLines()];
    expect(lines.length).toBe(log.read({ limit: 1 }).kept);
    expect(lines.join('\n')).not.toContain('DU1234567');
    expect(lines.join('\n')).toContain('DU•••');
  });
});
