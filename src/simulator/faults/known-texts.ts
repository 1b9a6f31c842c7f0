const SUBSCRIBE =
  'Check API status by selecting the Account menu then under Management choose Market Data Subscription Manager';

/** What TWS says with a code, as far as it is always the same. */
const texts: ReadonlyMap<number, string> = new Map([
  [100, 'Max rate of messages per second has been exceeded:max=50 rec=51 (1)'],
  [101, 'Max number of tickers has been reached'],
  [162, 'Historical Market Data Service error message:Historical data request pacing violation'],
  [200, 'No security definition has been found for the request'],
  [201, 'Order rejected - reason:The exchange has rejected your order'],
  [202, 'Order Canceled - reason:'],
  [309, 'Max number (3) of market depth requests has been reached'],
  [317, 'Market depth data has been RESET. Please empty deep book contents before applying any new entries.'],
  [326, 'Unable to connect as the client id is already in use. Retry with a unique client id.'],
  [
    354,
    `Requested market data is not subscribed. ${SUBSCRIBE} and/or availability of delayed data. Delayed market data is available.`,
  ],
  [420, 'Invalid Real-time Query:Historical data request pacing violation'],
  [1100, 'Connectivity between IBKR and Trader Workstation has been lost.'],
  [
    1101,
    'Connectivity between IBKR and Trader Workstation has been restored - data lost. All data farms are connected: usfarm; ushmds; secdefnj.',
  ],
  [
    1102,
    'Connectivity between IBKR and Trader Workstation has been restored - data maintained. All data farms are connected: usfarm; ushmds; secdefnj.',
  ],
  [
    1300,
    'TWS socket port has been reset and this connection is being dropped. Please reconnect on the new port - ',
  ],
  [2103, 'Market data farm connection is broken:usfarm'],
  [2104, 'Market data farm connection is OK:usfarm'],
  [2105, 'HMDS data farm connection is broken:ushmds'],
  [2106, 'HMDS data farm connection is OK:ushmds'],
  [2107, 'HMDS data farm connection is inactive but should be available upon demand.ushmds'],
  [2108, 'Market data farm connection is inactive but should be available upon demand.usfarm'],
  [2110, 'Connectivity between Trader Workstation and server is broken. It will be restored automatically.'],
  [2119, 'Market data farm is connecting:usfarm'],
  [2157, 'Sec-def data farm connection is broken:secdefnj'],
  [2158, 'Sec-def data farm connection is OK:secdefnj'],
  [
    10089,
    "Requested market data requires additional subscription for API. See link in 'Market Data Connections' dialog for more details.Delayed market data is available.",
  ],
  [
    10090,
    'Part of requested market data is not subscribed. Subscription-independent ticks are still active.Delayed market data is available.',
  ],
  [10167, 'Requested market data is not subscribed. Displaying delayed market data.'],
  [10168, 'Requested market data is not subscribed. Delayed market data is not enabled.'],
  [10186, 'Requested market data is not subscribed. Delayed market data is not enabled.'],
  [10190, 'Max number of tick-by-tick requests has been reached.'],
  [10197, 'No market data during competing live session'],
]);

/** TWS's text for a code, or a plain sentence for one that is not known. */
export function knownText(code: number): string {
  return texts.get(code) ?? `Error ${code}`;
}
