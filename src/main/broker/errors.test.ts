import { describe, expect, it } from 'vitest';
import type { FarmKind } from '../../shared/domain/connection';
import { classifyConnection, classifyOrderError, classifyRequestError, noticeSeverity } from './errors';

describe('errors of orders', () => {
  it.each([
    [201, 'rejected'],
    [202, 'cancelled'],
    [103, 'duplicate-id'],
    [104, 'cannot-modify'],
    [110, 'rejected'],
    [161, 'cannot-cancel'],
    [10147, 'cannot-cancel'],
    [10148, 'cannot-cancel'],
    [321, 'rejected'],
    [200, 'rejected'],
    [399, 'warning'],
    [404, 'warning'],
    [2109, 'warning'],
    [2137, 'warning'],
    // A code nobody knows must not bury a live order.
    [77_777, 'warning'],
  ])('%i is %s', (code, kind) => {
    expect(classifyOrderError(code)).toBe(kind);
  });
});

describe('errors of requests', () => {
  it.each([
    [
      162,
      'Historical Market Data Service error message:HMDS query returned no data: AAPL@SMART Trades',
      'no-data',
    ],
    [162, 'Historical Market Data Service error message:Historical data request pacing violation', 'pacing'],
    [
      162,
      'Historical Market Data Service error message:Trading TWS session is connected from a different IP address',
      'competing-session',
    ],
    [162, 'Historical Market Data Service error message:No market data permissions for NYSE STK', 'refused'],
    [100, 'Max rate of messages per second has been exceeded', 'pacing'],
    [420, 'Invalid real-time query: pacing violation', 'pacing'],
    [354, 'Requested market data is not subscribed.', 'no-permission'],
    [10089, 'Requested market data requires additional subscription for API.', 'no-permission'],
    [10168, 'Delayed market data is not enabled.', 'no-permission'],
    [10186, 'Delayed market data is not enabled', 'no-permission'],
    [10090, 'Part of requested market data is not subscribed.', 'partial'],
    [10167, 'Displaying delayed market data.', 'partial'],
    [10197, 'No market data during competing live session', 'competing-session'],
    [200, 'No security definition has been found for the request', 'no-such-contract'],
    [300, "Can't find EId with tickerId", 'duplicate-id'],
    [322, 'Duplicate ticker id', 'duplicate-id'],
    [322, 'Maximum number of account summary requests exceeded', 'refused'],
    [101, 'Max number of tickers has been reached', 'too-many-lines'],
    [317, 'Market depth data has been RESET.', 'refused'],
    [321, 'Error validating request', 'refused'],
    [2119, 'Market data farm is connecting:usfarm', 'information'],
  ])('%i "%s" is %s', (code, text, kind) => {
    expect(classifyRequestError(code, text)).toBe(kind);
  });
});

const farm = (kind: 'farm-down' | 'farm-up', farmKind: FarmKind, name: string) => ({
  kind,
  farmKind,
  farm: name,
});

describe('messages about the connection', () => {
  it.each([
    [1100, 'Connectivity has been lost', { kind: 'connectivity-lost' }],
    [2110, 'Connectivity between TWS and server is broken', { kind: 'connectivity-lost' }],
    [1101, 'Restored - data lost', { kind: 'connectivity-back', dataLost: true, allFarms: false }],
    [
      1102,
      'Restored - data maintained. All data farms are connected: usfarm; ushmds.',
      { kind: 'connectivity-back', dataLost: false, allFarms: true },
    ],
    [1102, 'Restored - data maintained', { kind: 'connectivity-back', dataLost: false, allFarms: false }],
    [1300, 'Port has been reset', { kind: 'port-changed' }],
    [326, 'client id is already in use', { kind: 'client-id-in-use' }],
    [2103, 'Market data farm connection is broken:usfarm', farm('farm-down', 'market-data', 'usfarm')],
    [2104, 'Market data farm connection is OK:usfarm.nj', farm('farm-up', 'market-data', 'usfarm.nj')],
    [2105, 'HMDS data farm connection is broken:ushmds', farm('farm-down', 'history', 'ushmds')],
    [2106, 'HMDS data farm connection is OK:ushmds', farm('farm-up', 'history', 'ushmds')],
    [
      2107,
      'HMDS data farm connection is inactive but should be available upon demand.ushmds',
      farm('farm-up', 'history', 'ushmds'),
    ],
    [2108, 'Market data farm connection is inactive', farm('farm-up', 'market-data', '')],
    [2119, 'Market data farm is connecting:usfarm', null],
    [2157, 'Sec-def data farm connection is broken:secdefnj', farm('farm-down', 'definitions', 'secdefnj')],
    [2158, 'Sec-def data farm connection is OK:secdefhk', farm('farm-up', 'definitions', 'secdefhk')],
  ])('%i %s', (code, text, news) => {
    expect(classifyConnection(code, text)).toEqual(news);
  });

  it.each([
    [2104, 'information'],
    [2158, 'information'],
    [2100, 'information'],
    [1102, 'information'],
    [2103, 'warning'],
    [2105, 'warning'],
    [1100, 'error'],
    [326, 'error'],
  ])('%i is shown as %s', (code, severity) => {
    expect(noticeSeverity(code)).toBe(severity);
  });
});
