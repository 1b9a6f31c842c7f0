import { EventName, IBApi, OrderAction, OrderType, SecType } from '@stoqey/ib';
import { sharedMonotonicMs } from '../monotonic-time';

// The baseline: the library as it is, with its own limit of messages, and an order behind 500 data requests.

const queued = 500;
const port = Number(process.argv[2]);
const clientId = Number(process.argv[3]);
const api = new IBApi({ host: '127.0.0.1', port, clientId, maxReqPerSec: 40 });
api.on(EventName.error, () => undefined);
api.once(EventName.nextValidId, (orderId: number) => {
  for (let index = 0; index < queued; index += 1)
    api.reqMktData(10_000_000 + index, { conId: 900_000_000 + index, exchange: 'SMART' }, '', false, false);
  const askedMs = sharedMonotonicMs();
  api.placeOrder(
    orderId,
    { symbol: 'AAPL', secType: SecType.STK, exchange: 'SMART', currency: 'USD' },
    { action: OrderAction.BUY, orderType: OrderType.LMT, lmtPrice: 1, totalQuantity: 1, transmit: true },
  );
  process.send?.({ kind: 'asked', atMs: askedMs });
});
api.connect();
