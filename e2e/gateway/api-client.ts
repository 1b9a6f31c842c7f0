import { EventName, IBApi, type Order } from '@stoqey/ib';

/** What a second program sees that is connected to the same gateway. */
export class ApiClient {
  private readonly api: IBApi;

  private constructor(api: IBApi) {
    this.api = api;
  }

  /** Connects and waits for the handshake. */
  static async connect(port: number, clientId: number): Promise<ApiClient> {
    const api = new IBApi({ host: '127.0.0.1', port, clientId });
    const started = new Promise<void>((resolve, reject) => {
      api.once(EventName.nextValidId, () => resolve());
      api.once(EventName.error, (error) => reject(error));
    });
    api.connect(clientId);
    await started;
    api.on(EventName.error, () => undefined);
    return new ApiClient(api);
  }

  /** The open orders of all clients, as the gateway has them. */
  openOrders(): Promise<readonly Order[]> {
    return new Promise((resolve) => {
      const orders = new Map<number, Order>();
      const take = (_orderId: number, _contract: unknown, order: Order) => {
        orders.set(order.permId ?? 0, order);
      };
      this.api.on(EventName.openOrder, take);
      this.api.once(EventName.openOrderEnd, () => {
        this.api.off(EventName.openOrder, take);
        resolve([...orders.values()]);
      });
      this.api.reqAllOpenOrders();
    });
  }

  disconnect(): void {
    this.api.disconnect();
  }
}
