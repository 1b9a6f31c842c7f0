export { GateBadge, KillButton } from './kill-button';
export { pressKillSwitch } from './kill-switch';
