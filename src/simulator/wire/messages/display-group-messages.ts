import { FieldWriter } from '../field-writer';
import { messageId } from '../message-ids';

/** The groups that there are, as `1|2|3`. */
export function displayGroupListMessage(reqId: number, groups: readonly number[]): string {
  return new FieldWriter(messageId.displayGroupList).int(1).int(reqId).text(groups.join('|')).end();
}

/** `contractInfo` is `none`, or a conId and an exchange as `8314@SMART`. */
export function displayGroupUpdatedMessage(reqId: number, contractInfo: string): string {
  return new FieldWriter(messageId.displayGroupUpdated).int(1).int(reqId).text(contractInfo).end();
}
