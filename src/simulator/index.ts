export type { Fault, FaultControl, FaultScript, FaultStep } from './faults';
export { createGateway } from './gateway/gateway';
export type { Gateway, GatewayOptions, ListenAddress, ListenResult } from './gateway/gateway';
export type { GatewayEvent, GatewayLog } from './gateway/gateway-log';
export { defaultSettings, type SimulatorSettings } from './simulator-settings';
export { startSimulator, type Simulator } from './start-simulator';
export type { SimulatorOwnerMessage, SimulatorWorkerData, SimulatorWorkerMessage } from './worker-messages';
