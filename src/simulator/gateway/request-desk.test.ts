import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MONDAY_MORNING } from '../test-rig';
import { requestId } from '../wire/message-ids';
import { decodeRequest } from '../wire/requests/decode-request';
import { createWorld } from '../world/create-world';
import { ManualWallClock } from '../world/manual-wall-clock';
import { createGatewayContext } from './gateway-context';
import { RequestDesk } from './request-desk';

describe('RequestDesk', () => {
  it('answers whatever a client sends without a fault, and writes whole fields only', () => {
    const wall = new ManualWallClock(MONDAY_MORNING);
    const options = { seed: 1, speed: 1, accountId: 'DU1234567', cash: 1_000_000, tickRate: 1 };
    const world = createWorld({ ...options, startMs: MONDAY_MORNING, wall });
    const context = createGatewayContext(world);
    const sent: string[] = [];
    const client = { clientId: 1, serverVersion: 193, send: (payload: string) => void sent.push(payload) };
    context.orders.attach(client);
    const desk = new RequestDesk(client, context);

    const ids = fc.constantFrom(...Object.values(requestId)).map(String);
    const likely = [
      '',
      '0',
      '1',
      '2',
      '7',
      '265598',
      'AAPL',
      'STK',
      'SMART',
      'USD',
      'BUY',
      'LMT',
      '187.2',
      'DAY',
    ];
    const more = [
      '1 min',
      '1 D',
      'TRADES',
      'All',
      'NetLiquidation',
      'DU1234567',
      '233',
      '20261005-14:00:00',
      '-1',
    ];
    const odd = [
      '1e308',
      '-0',
      '99999999999999',
      '2147483647',
      '20269999 99:99:99',
      'é',
      '1 day',
      '9999999 Y',
    ];
    const field = fc.oneof(fc.constantFrom(...likely, ...more, ...odd), fc.string({ maxLength: 6 }));
    const rest = fc.array(field, { minLength: 1, maxLength: 24 });
    // Most fields of a long message are empty; the last ones are what a client leaves out.
    const padding = Array.from({ length: 110 }, () => '');
    world.clock.start();
    fc.assert(
      fc.property(ids, rest, (id, fields) => {
        desk.answer(decodeRequest([id, ...fields, ...padding], 193));
        wall.advance(100);
      }),
      { numRuns: 600 },
    );
    // Cancels of what is not there are silent for some requests; most of the others are answered, many with several messages.
    expect(sent.length).toBeGreaterThan(300);
    expect(sent.filter((payload) => !payload.endsWith('\0') || /NaN|undefined|null/.test(payload))).toEqual(
      [],
    );
    desk.close();
    context.orders.close();
    world.stop();
  });
});
