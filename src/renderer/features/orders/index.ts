export { BottomPanel } from './bottom-panel';
export { cancelOrder } from './order-actions';
export { protectSelectedPosition, startProtectionWatch } from './protection-watch';
export { start as startOrders, useNotices, useOrders } from './order-store';
