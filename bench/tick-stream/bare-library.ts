import { EventName, IBApi } from '@stoqey/ib';
import { conIdAt, symbolCount } from './tick-symbols';

// The baseline: the library alone, which decodes every message and hands it to a listener that does nothing.

const api = new IBApi({
  host: '127.0.0.1',
  port: Number(process.argv[2]),
  clientId: Number(process.argv[3]),
  maxReqPerSec: 1_000,
});
const nothing = (): void => undefined;
api.on(EventName.error, nothing);
api.on(EventName.tickPrice, nothing);
api.on(EventName.tickSize, nothing);
api.on(EventName.tickString, nothing);
api.on(EventName.marketDataType, nothing);
api.once(EventName.nextValidId, () => {
  for (let index = 0; index < symbolCount; index += 1)
    api.reqMktData(10_000_000 + index, { conId: conIdAt(index), exchange: 'SMART' }, '', false, false);
});
api.connect();

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1_000 });
});
