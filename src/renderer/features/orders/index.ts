export { BottomPanel } from './bottom-panel';
export { cancelOrder } from './order-actions';
export { start as startOrders, useNotices, useOrders } from './order-store';
