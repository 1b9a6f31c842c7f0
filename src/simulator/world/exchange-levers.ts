/** What a fault script does to orders behind the back of their clients. */
export interface ExchangeLevers {
  /**
   * Fills a live order that has been sent on, whatever the market says: `quantity` null for all that remains, `price`
   * null for its limit, or the market's price when it has none. False when there is no such order.
   */
  fill(permId: number, quantity: number | null, price: number | null): boolean;
  /** Ends a live order as Inactive, as if the exchange had rejected it late. False when there is no such order. */
  reject(permId: number, code: number, reason: string): boolean;
  /** `nextOrderId` goes back to this, whatever ids are in use. */
  rollBackOrderIds(nextOrderId: number): void;
}
