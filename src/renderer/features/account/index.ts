export { forgetAccount, startAccount, useAccount } from './account-store';
export { AccountStrip } from './account-strip';
