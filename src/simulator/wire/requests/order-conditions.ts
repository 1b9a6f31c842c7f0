import { FieldError, type FieldReader } from '../field-reader';

/** A condition of an order; `conjunction` ties it to the next one: `a` and, `o` or. */
export type OrderCondition =
  | {
      readonly type: 'price';
      readonly conjunction: string;
      readonly isMore: boolean;
      readonly price: number;
      readonly conId: number;
      readonly exchange: string;
      readonly triggerMethod: number;
    }
  | { readonly type: 'time'; readonly conjunction: string; readonly isMore: boolean; readonly time: string }
  | {
      readonly type: 'margin';
      readonly conjunction: string;
      readonly isMore: boolean;
      readonly percent: number;
    }
  | {
      readonly type: 'execution';
      readonly conjunction: string;
      readonly secType: string;
      readonly exchange: string;
      readonly symbol: string;
    }
  | {
      readonly type: 'volume' | 'percentChange';
      readonly conjunction: string;
      readonly isMore: boolean;
      readonly value: number;
      readonly conId: number;
      readonly exchange: string;
    };

/** The numbers of the condition types on the wire. */
export const conditionNumber: Readonly<Record<OrderCondition['type'], number>> = {
  price: 1,
  time: 3,
  margin: 4,
  execution: 5,
  volume: 6,
  percentChange: 7,
};

export function readCondition(reader: FieldReader): OrderCondition {
  const number = reader.readInt('condition type');
  const conjunction = reader.readText('condition conjunction').toLowerCase();
  switch (number) {
    case conditionNumber.price:
      return {
        type: 'price',
        conjunction,
        isMore: reader.readBoolean('condition isMore'),
        price: reader.readDouble('condition price'),
        conId: reader.readInt('condition conId'),
        exchange: reader.readText('condition exchange'),
        triggerMethod: reader.readInt('condition triggerMethod'),
      };
    case conditionNumber.time:
      return {
        type: 'time',
        conjunction,
        isMore: reader.readBoolean('condition isMore'),
        time: reader.readText('condition time'),
      };
    case conditionNumber.margin:
      return {
        type: 'margin',
        conjunction,
        isMore: reader.readBoolean('condition isMore'),
        percent: reader.readInt('condition percent'),
      };
    case conditionNumber.execution:
      return {
        type: 'execution',
        conjunction,
        secType: reader.readText('condition secType'),
        exchange: reader.readText('condition exchange'),
        symbol: reader.readText('condition symbol'),
      };
    case conditionNumber.volume:
    case conditionNumber.percentChange:
      return {
        type: number === conditionNumber.volume ? 'volume' : 'percentChange',
        conjunction,
        isMore: reader.readBoolean('condition isMore'),
        value: reader.readDouble('condition value'),
        conId: reader.readInt('condition conId'),
        exchange: reader.readText('condition exchange'),
      };
    default:
      throw new FieldError('condition type', `unknown condition type ${number}`);
  }
}
