import type { ContractQuery } from '../../world/world';
import type { FieldReader } from '../field-reader';
import { requestId } from '../message-ids';
import { readContract, readContractWithoutPrimaryExchange } from './contract-fields';
import type { RequestLayouts } from './request-layout';

export type OptionRequest =
  | {
      readonly kind: 'calculateImpliedVolatility' | 'calculateOptionPrice';
      readonly reqId: number;
      readonly contract: ContractQuery;
      /** The option's price, or its volatility when the price is asked for. */
      readonly given: number;
      readonly underlyingPrice: number;
      /** `key=value;` pairs as sent. */
      readonly miscOptions: string;
    }
  | {
      readonly kind: 'cancelCalculateImpliedVolatility' | 'cancelCalculateOptionPrice';
      readonly reqId: number;
    }
  | {
      readonly kind: 'exerciseOptions';
      readonly reqId: number;
      readonly contract: ContractQuery;
      /** 1 exercises, 2 lets lapse. */
      readonly action: number;
      readonly quantity: number;
      readonly account: string;
      /** Goes against what the option would do by itself. */
      readonly override: boolean;
    }
  | { readonly kind: 'reqSmartComponents'; readonly reqId: number; readonly bboExchange: string };

export const optionLayouts: RequestLayouts<OptionRequest> = [
  [requestId.exerciseOptions, { name: 'exerciseOptions', idPosition: 2, read: readExercise }],
  calculation(requestId.calculateImpliedVolatility, 'calculateImpliedVolatility', 'optionPrice'),
  calculation(requestId.calculateOptionPrice, 'calculateOptionPrice', 'volatility'),
  cancel(requestId.cancelCalculateImpliedVolatility, 'cancelCalculateImpliedVolatility'),
  cancel(requestId.cancelCalculateOptionPrice, 'cancelCalculateOptionPrice'),
  [
    requestId.reqSmartComponents,
    {
      name: 'reqSmartComponents',
      idPosition: 1,
      read: (reader) => ({
        kind: 'reqSmartComponents',
        reqId: reader.readInt('reqId'),
        bboExchange: reader.readText('bboExchange'),
      }),
    },
  ],
];

function calculation(
  id: number,
  kind: 'calculateImpliedVolatility' | 'calculateOptionPrice',
  given: string,
): RequestLayouts<OptionRequest>[number] {
  return [
    id,
    {
      name: kind,
      idPosition: 2,
      read: (reader) => {
        reader.skip('version');
        return {
          kind,
          reqId: reader.readInt('reqId'),
          contract: readContract(reader),
          given: reader.readDouble(given),
          underlyingPrice: reader.readDouble('underPrice'),
          miscOptions: readMiscOptions(reader),
        };
      },
    },
  ];
}

/** Some clients, the official one for Python among them, write the number of the options before them. */
function readMiscOptions(reader: FieldReader): string {
  if (reader.remaining > 1) reader.skip('miscOptionsCount');
  return reader.remaining > 0 ? reader.readText('miscOptions') : '';
}

function cancel(
  id: number,
  kind: 'cancelCalculateImpliedVolatility' | 'cancelCalculateOptionPrice',
): RequestLayouts<OptionRequest>[number] {
  return [
    id,
    {
      name: kind,
      idPosition: 2,
      read: (reader) => {
        reader.skip('version');
        return { kind, reqId: reader.readInt('reqId') };
      },
    },
  ];
}

/** What follows `override` depends on the server version and changes nothing. */
function readExercise(reader: FieldReader): OptionRequest {
  reader.skip('version');
  const reqId = reader.readInt('reqId');
  const contract = readContractWithoutPrimaryExchange(reader);
  return {
    kind: 'exerciseOptions',
    reqId,
    contract,
    action: reader.readInt('exerciseAction'),
    quantity: reader.readInt('exerciseQuantity'),
    account: reader.readText('account'),
    override: reader.readInt('override') !== 0,
  };
}
