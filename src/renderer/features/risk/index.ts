export { GateBadge, KillButton } from './kill-button';
export { pressKillSwitch } from './kill-switch';
export { LimitsSection } from './limits-section';
