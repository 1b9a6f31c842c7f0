/** Generic ticks that TWS knows, with its names for them. One without a value here is taken and brings no ticks. */
const names: ReadonlyMap<number, string> = new Map([
  [100, 'Option Volume'],
  [101, 'Option Open Interest'],
  [104, 'Historical Volatility'],
  [105, 'Average Option Volume'],
  [106, 'Implied Volatility'],
  [162, 'Index Future Premium'],
  [165, 'Misc. Stats'],
  [221, 'Mark Price'],
  [225, 'Auction'],
  [232, 'Mark Price'],
  [233, 'RTVolume'],
  [236, 'Shortable'],
  [256, 'Inventory'],
  [258, 'Fundamental Ratios'],
  [291, 'IV Close'],
  [292, 'Wide News'],
  [293, 'TradeCount'],
  [294, 'TradeRate'],
  [295, 'VolumeRate'],
  [318, 'Last RTH Trade'],
  [370, 'Participation Monitor'],
  [375, 'RT Trade Volume'],
  [377, 'CttTickTag'],
  [381, 'Rate'],
  [384, 'RfqTickRespTag'],
  [387, 'DMM'],
  [388, 'Issuer Fundamentals'],
  [391, 'IBWarrantImpVolCompeteTick'],
  [411, 'RTHistVol'],
  [456, 'IBDividends'],
  [460, 'Bond Factor Multiplier'],
  [576, 'EtfNavBidAsk'],
  [577, 'EtfNavLast'],
  [578, 'EtfNavClose'],
  [586, 'IPO'],
  [587, 'Pl Price'],
  [588, 'Futures Open Interest'],
  [595, 'Short-Term Volume'],
  [614, 'EtfNavMisc'],
  [619, 'Slow Mark Price'],
  [623, 'EtfFrozenNavLast'],
]);

export type GenericTicks =
  | { readonly ok: true; readonly ticks: ReadonlySet<number> }
  | { readonly ok: false; readonly cause: string };

/** Reads a list like `100,233,236`; `mdoff` and an empty text are allowed. */
export function parseGenericTicks(text: string, secType: string): GenericTicks {
  const ticks = new Set<number>();
  for (const entry of text.split(',')) {
    const item = entry.trim();
    if (item === '' || item.startsWith('mdoff')) continue;
    const number = /^\d{1,4}/.exec(item)?.[0];
    if (number === undefined || !names.has(Number(number))) {
      const legal = [...names].map(([id, name]) => `${id}(${name})`).join(',');
      const cause = `Incorrect generic tick list of ${text.slice(0, 100)}.  Legal ones for (${secType}) are: ${legal}`;
      return { ok: false, cause };
    }
    ticks.add(Number(number));
  }
  return { ok: true, ticks };
}
