import type { TradewindBridge } from '../shared/ipc/bridge';

declare global {
  interface Window {
    /** Put there by the preload; the only way out of the page. */
    readonly tradewind: TradewindBridge;
  }
}
