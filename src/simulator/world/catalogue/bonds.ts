/** A bond that the simulated gateway can describe. Bonds have no prices and take no orders here. */
export interface SimBond {
  readonly conId: number;
  /** Symbol of the issuer. */
  readonly symbol: string;
  readonly cusip: string;
  readonly isin: string;
  /** As matching symbols name the issuer. */
  readonly issuerId: string;
  /** Percent a year. */
  readonly coupon: number;
  /** `20370504`. */
  readonly maturity: string;
  readonly issueDate: string;
  readonly ratings: string;
  readonly bondType: string;
  readonly couponType: string;
  readonly callable: boolean;
  readonly description: string;
  readonly currency: string;
  readonly tradingClass: string;
  readonly minTick: number;
  readonly longName: string;
}

/** One corporate bond; its identifiers are real, its terms invented. */
export const bonds: readonly SimBond[] = [
  {
    conId: 569_820_417,
    symbol: 'BNS',
    cusip: '064159KJ4',
    isin: 'US064159KJ44',
    issuerId: 'e1234567',
    coupon: 4.5,
    maturity: '20321215',
    issueDate: '20221215',
    ratings: '',
    bondType: 'CORP',
    couponType: 'FIXED',
    callable: true,
    description: 'BNS 4.5 12/15/32',
    currency: 'USD',
    tradingClass: 'BNS',
    minTick: 0.001,
    longName: 'BANK OF NOVA SCOTIA',
  },
];
