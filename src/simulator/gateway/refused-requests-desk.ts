import type { RefusedRequest } from '../wire/requests/refused-requests';
import { type Client, refuseRequest, sendError } from './client';

const NO_ADVISOR = 'FA data operations ignored for non FA customers.';
const NO_INTENT = 'Intent to authenticate needs to be expressed during initial connect request.';

/** The id that TWS's error carries for requestFA, which has no id of its own. */
const UNSET_ID = 2_147_483_647;

/**
 * Refuses what Interactive Brokers refuses to the account of one person without subscriptions, with its codes and
 * texts: configuration of advisors, fundamental data, Wall Street Horizon, and the authentication of programs.
 */
export function answerRefused(client: Client, { kind, reqId }: RefusedRequest): void {
  switch (kind) {
    case 'requestFA':
      return refuseRequest(client, UNSET_ID, NO_ADVISOR);
    case 'replaceFA':
      return refuseRequest(client, reqId, NO_ADVISOR);
    case 'reqFundamentalData':
      return sendError(client, reqId, 10358, 'Fundamentals data is not allowed.');
    case 'reqWshMetaData':
    case 'reqWshEventData':
      return sendError(client, reqId, 10276, 'News feed is not allowed.');
    case 'cancelWshMetaData':
      return sendError(client, reqId, 10280, 'Failed to cancel WSH meta data request.');
    case 'cancelWshEventData':
      return sendError(client, reqId, 10284, 'Failed to cancel WSH event data request.');
    case 'verifyRequest':
    case 'verifyMessage':
    case 'verifyAndAuthRequest':
    case 'verifyAndAuthMessage':
      return refuseRequest(client, -1, NO_INTENT);
    case 'cancelFundamentalData':
      // Nothing can be under way, and TWS does not answer this cancel.
      return undefined;
  }
}
