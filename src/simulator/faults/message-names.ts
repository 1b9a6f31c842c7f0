import { messageId, requestId, unsupportedRequests } from '../wire/message-ids';

/** Stands for each message. */
export const ANY_MESSAGE = 'any';

const incoming: ReadonlyMap<string, number> = new Map([
  ...Array.from(unsupportedRequests, ([number, { name }]): [string, number] => [name, number]),
  ...Object.entries(requestId),
]);
const outgoing: ReadonlyMap<string, number> = new Map(Object.entries(messageId));

/** The number of a message given by name or number, `any` for each one, undefined for a name that nobody knows. */
export function messageNumber(
  direction: 'in' | 'out',
  message: string | number,
): number | typeof ANY_MESSAGE | undefined {
  if (typeof message === 'number') return message;
  if (message === ANY_MESSAGE) return ANY_MESSAGE;
  return (direction === 'in' ? incoming : outgoing).get(message);
}
