import type { FieldReader } from '../field-reader';
import { requestId } from '../message-ids';
import type { RequestLayouts } from './request-layout';

export type DisplayGroupRequest =
  | { readonly kind: 'queryDisplayGroups'; readonly reqId: number }
  | { readonly kind: 'subscribeToGroupEvents'; readonly reqId: number; readonly groupId: number }
  | {
      readonly kind: 'updateDisplayGroup';
      readonly reqId: number;
      /** `none`, or a conId and an exchange as `8314@SMART`. */
      readonly contractInfo: string;
    }
  | { readonly kind: 'unsubscribeFromGroupEvents'; readonly reqId: number };

export const displayGroupLayouts: RequestLayouts<DisplayGroupRequest> = [
  [
    requestId.queryDisplayGroups,
    {
      name: 'queryDisplayGroups',
      idPosition: 2,
      read: (reader) => ({ kind: 'queryDisplayGroups', reqId: readId(reader) }),
    },
  ],
  [
    requestId.subscribeToGroupEvents,
    {
      name: 'subscribeToGroupEvents',
      idPosition: 2,
      read: (reader) => ({
        kind: 'subscribeToGroupEvents',
        reqId: readId(reader),
        groupId: reader.readInt('groupId'),
      }),
    },
  ],
  [
    requestId.updateDisplayGroup,
    {
      name: 'updateDisplayGroup',
      idPosition: 2,
      read: (reader) => ({
        kind: 'updateDisplayGroup',
        reqId: readId(reader),
        contractInfo: reader.readText('contractInfo'),
      }),
    },
  ],
  [
    requestId.unsubscribeFromGroupEvents,
    {
      name: 'unsubscribeFromGroupEvents',
      idPosition: 2,
      read: (reader) => ({ kind: 'unsubscribeFromGroupEvents', reqId: readId(reader) }),
    },
  ],
];

function readId(reader: FieldReader): number {
  reader.skip('version');
  return reader.readInt('reqId');
}
