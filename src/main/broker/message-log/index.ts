export { GatewayMessageLog } from './message-log';
export type { ConnectionTap } from './message-log';
export type {
  LoggedField,
  LoggedMessage,
  MessageFilter,
  MessageLog,
  MessagePage,
  MessageQuery,
} from './logged-message';
