/** The newest server version whose message layouts the gateway writes. */
export const SERVER_VERSION = 193;

/** The oldest layout that is written: the first version whose messages are framed by their length. */
export const OLDEST_SERVER_VERSION = 100;

/**
 * The server versions at which a field came to, or left, a message that the simulator reads or writes. The names
 * are those of the API's list of minimum server versions.
 */
export const fieldSince = {
  fractionalPositions: 101,
  peggedToBenchmark: 102,
  modelsSupport: 103,
  extOperator: 105,
  softDollarTier: 106,
  pastLimit: 109,
  mdSizeMultiplier: 110,
  cashQty: 111,
  reqSmartComponents: 114,
  serviceDataType: 120,
  aggGroup: 121,
  underlyingInfo: 122,
  syntRealtimeBars: 124,
  marketRules: 126,
  unrealizedPnl: 129,
  marketCapPrice: 131,
  preOpenBidAsk: 132,
  realExpirationDate: 134,
  realizedPnl: 135,
  lastLiquidity: 136,
  decisionMaker: 138,
  mifidExecution: 139,
  tickByTickIgnoreSize: 140,
  autoPriceForHedge: 141,
  whatIfExtFields: 142,
  scannerGenericOpts: 143,
  orderContainer: 145,
  smartDepth: 146,
  dPegOrders: 148,
  mktDepthPrimExchange: 149,
  priceMgmtAlgo: 151,
  stockType: 152,
  encodeMsgAscii7: 153,
  priceBasedVolatility: 156,
  replaceFaEnd: 157,
  duration: 158,
  postToAts: 160,
  autoCancelParent: 162,
  fractionalSizeSupport: 163,
  sizeRules: 164,
  advancedOrderReject: 166,
  manualOrderTime: 169,
  pegbestPegmidOffsets: 170,
  instrumentTimezone: 174,
  bondIssuerId: 176,
  faProfileDesupport: 177,
  pendingPriceRevision: 178,
  lastTradeDate: 182,
  customerAccount: 183,
  professionalCustomer: 184,
  bondAccruedInterest: 185,
  ineligibilityReasons: 186,
  rfqFields: 187,
  bondTradingHours: 188,
  includeOvernight: 189,
  undoRfqFields: 190,
  cmeTaggingFields: 192,
  cmeTaggingFieldsInOpenOrder: 193,
} as const;

/** The versions that a client offers in its handshake. */
export interface OfferedVersions {
  readonly minimum: number;
  readonly maximum: number;
  /** What follows the versions, for example `+PACEAPI`. */
  readonly connectOptions: string;
}

/** Reads `v100..193` or `v193`, with connect options after a space; undefined when it is neither. */
export function parseVersionLine(line: string): OfferedVersions | undefined {
  const match = /^v(\d{1,6})(?:\.\.(\d{1,6}))?(?: (.*))?$/s.exec(line);
  const [, minimum, maximum, connectOptions] = match ?? [];
  if (minimum === undefined) return undefined;
  return {
    minimum: Number(minimum),
    maximum: Number(maximum ?? minimum),
    connectOptions: connectOptions ?? '',
  };
}

/** The version both sides will speak, the lower of the two maxima, or undefined when there is none in common. */
export function agreeOnVersion(offered: OfferedVersions): number | undefined {
  const version = Math.min(offered.maximum, SERVER_VERSION);
  if (version < OLDEST_SERVER_VERSION || offered.minimum > version) return undefined;
  return version;
}
