import { Instrument, LocationCode, ScanCode, type ScannerSubscription } from '@stoqey/ib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scanFilters } from '../world/scanner/scan-filters';
import { scanTypes } from '../world/scanner/scan-types';
import type { TestClient } from './test-client';
import { TestGateway } from './test-gateway';

let test: TestGateway;
let client: TestClient;

beforeEach(async () => {
  test = await TestGateway.start({ limits: { scanners: 3 } });
  client = await test.connect();
});

afterEach(async () => {
  await test.stop();
});

const mostActive: ScannerSubscription = {
  instrument: Instrument.STK,
  locationCode: LocationCode.STK_US_MAJOR,
  scanCode: ScanCode.MOST_ACTIVE,
  numberOfRows: 10,
};

describe('a market scanner', () => {
  it('describes what can be scanned as XML that says every code it knows', async () => {
    client.api.reqScannerParameters();
    const [xml] = await client.next('scannerParameters');
    const text = String(xml);
    expect(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<ScanParameterResponse>')).toBe(true);
    for (const { code } of scanTypes) expect(text).toContain(`<scanCode>${code}</scanCode>`);
    for (const { above, below } of scanFilters) {
      expect(text).toContain(`<code>${above}</code>`);
      expect(text).toContain(`<code>${below}</code>`);
    }
    expect(text).toContain('<locationCode>STK.US.MAJOR</locationCode>');
    expect(openTags(text)).toEqual([]);
  });

  it('ranks the market, and again every half a minute until it is cancelled', async () => {
    client.api.reqScannerSubscription(1, mostActive);
    await client.next('scannerDataEnd', ([reqId]) => reqId === 1);
    expect(client.all('scannerData')).toEqual([
      [
        1,
        0,
        {
          contract: expect.objectContaining({
            conId: 265598,
            symbol: 'AAPL',
            secType: 'STK',
            exchange: 'SMART',
            currency: 'USD',
            localSymbol: 'AAPL',
            tradingClass: 'NMS',
          }),
          marketName: 'NMS',
        },
        '',
        '',
        '',
        '',
      ],
    ]);
    test.world.clock.advance(60_000);
    await client.settle();
    expect(client.all('scannerDataEnd')).toHaveLength(3);
    client.api.cancelScannerSubscription(1);
    const [error] = await client.code(162);
    expect(String(error)).toContain('API scanner subscription cancelled: 1');
    test.world.clock.advance(60_000);
    await client.settle();
    expect(client.all('scannerDataEnd')).toHaveLength(3);
  });

  it('keeps within the filters, in the fields and in the options, and says when nothing is left', async () => {
    client.api.reqScannerSubscription(1, {
      ...mostActive,
      abovePrice: 100,
      belowPrice: 300,
      aboveVolume: 1_000,
    });
    client.api.reqScannerSubscription(2, { ...mostActive, abovePrice: 300 });
    client.api.reqScannerSubscription(3, mostActive, [], [{ tag: 'volumeBelow', value: '1000' }]);
    await client.next('scannerDataEnd', ([reqId]) => reqId === 3);
    expect(client.all('scannerData').map(([reqId]) => reqId)).toEqual([1]);
    expect(client.all('error').map(([error, code, id]) => [String(error), code, id])).toEqual([
      ['Error: Historical Market Data Service query message:no items retrieved', 165, 2],
      ['Error: Historical Market Data Service query message:no items retrieved', 165, 3],
    ]);
  });

  it('is refused for what cannot be scanned', async () => {
    client.api.reqScannerSubscription(1, { ...mostActive, locationCode: LocationCode.STK_EU });
    client.api.cancelScannerSubscription(1);
    await client.code(365);
    const [error, code, id] = await client.code(162);
    expect([code, id]).toEqual([162, 1]);
    expect(String(error)).toContain(
      'Historical Market Data Service error message:Market Scanner is not configured for one of the chosen locations.',
    );
  });

  it('is limited, over all clients, and its places come back', async () => {
    const other = await test.connect(2);
    client.api.reqScannerSubscription(1, mostActive);
    client.api.reqScannerSubscription(1, mostActive);
    expect(String((await client.code(322))[0])).toContain('Duplicate ticker ID for API scanner subscription');
    client.api.reqScannerSubscription(2, mostActive);
    await client.settle();
    other.api.reqScannerSubscription(1, mostActive);
    other.api.reqScannerSubscription(2, mostActive);
    const [error, , id] = await other.code(322);
    expect(String(error)).toContain('Only 3 simultaneous API scanner subscriptions are allowed.');
    expect(id).toBe(2);
    client.api.cancelScannerSubscription(2);
    await client.settle();
    other.api.reqScannerSubscription(3, mostActive);
    await other.next('scannerDataEnd', ([reqId]) => reqId === 3);
  });
});

/** The elements of a document that are not closed where they should be. */
function openTags(xml: string): readonly string[] {
  const open: string[] = [];
  for (const [, slash, name = ''] of xml.matchAll(/<(\/?)(\w+)[^>?]*>/g)) {
    if (slash === '') open.push(name);
    else if (open.at(-1) === name) open.pop();
  }
  return open;
}
