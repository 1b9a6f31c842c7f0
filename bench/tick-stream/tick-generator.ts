import { SERVER_VERSION } from '../../src/simulator/wire/handshake';
import {
  CAN_AUTO_EXECUTE,
  TickEncoder,
  tickType,
} from '../../src/simulator/wire/messages/market-data-messages';
import { probePrice } from './tick-symbols';

/** Writes the ticks of one market: a price with its size, and the size again, as TWS does. */
export class TickGenerator {
  readonly #encoder: TickEncoder;
  readonly #isProbe: boolean;
  #step = 0;
  #cents: number;
  #volume = 100_000;

  constructor(reqId: number, seed: number, isProbe: boolean) {
    this.#encoder = new TickEncoder(reqId, SERVER_VERSION);
    this.#isProbe = isProbe;
    this.#cents = 10_000 + seed * 37;
  }

  /** The next message's fields, each ended by NUL. */
  next(nowMs: number): string {
    this.#step += 1;
    const size = 1 + ((this.#step * 7) % 90);
    switch (this.#step % 8) {
      case 0:
        this.#cents += this.#step % 3 === 0 ? -1 : this.#step % 5 === 0 ? 2 : 0;
        return this.#encoder.price(tickType.bid, this.#cents / 100, size, CAN_AUTO_EXECUTE);
      case 1:
        return this.#encoder.size(tickType.bidSize, size);
      case 2:
        return this.#encoder.price(tickType.ask, (this.#cents + 2) / 100, size, CAN_AUTO_EXECUTE);
      case 3:
        return this.#encoder.size(tickType.askSize, size);
      case 4: {
        const price = this.#isProbe ? probePrice(nowMs) : (this.#cents + (this.#step % 3)) / 100;
        return this.#encoder.price(tickType.last, price, size, 0);
      }
      case 5:
        return this.#encoder.size(tickType.lastSize, size);
      case 6:
        this.#volume += size;
        return this.#encoder.size(tickType.volume, this.#volume);
      default:
        return this.#encoder.text(tickType.lastTimestamp, String(Math.floor(nowMs / 1_000)));
    }
  }
}
