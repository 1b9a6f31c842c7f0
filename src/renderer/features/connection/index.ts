export { ConnectionIndicator, reconnect } from './connection-indicator';
export { connectionTone, connectionWord } from './connection-words';
