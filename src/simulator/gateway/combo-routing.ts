import type { Refusal } from '../world/world';
import type { OrderAttributes } from '../wire/requests/order-attributes';

/** The routing parameters of combinations that TWS knows. Each is kept and told back; all legs fill together here. */
const ROUTING_TAGS: ReadonlySet<string> = new Set([
  'NonGuaranteed',
  'LeginPrio',
  'DontLeginNext',
  'MaxSegSize',
  'ChangeToMktTime1',
  'ChangeToMktTime2',
  'ChangeToMktOffset',
  'DiscretionaryPct',
  'ShortSaleSlot',
  'PriceCondConid',
  'CondPriceMax',
  'CondPriceMin',
]);

/** TWS's refusal of routing parameters and leg prices that do not fit a combination; undefined when they do. */
export function refuseRouting(attributes: OrderAttributes): Refusal | undefined {
  const { smartComboRoutingParams, orderComboLegPrices, comboLegs } = attributes;
  const unknown = smartComboRoutingParams.find(({ tag }) => !ROUTING_TAGS.has(tag));
  if (unknown !== undefined) {
    return { code: 320, text: `Error reading request:Invalid combo routing tag. ${unknown.tag}` };
  }
  if (orderComboLegPrices.length > 0 && orderComboLegPrices.length !== comboLegs.length) {
    return {
      code: 320,
      text: 'Error reading request:Mismatch per-leg price number with combo leg specification.',
    };
  }
  return undefined;
}
