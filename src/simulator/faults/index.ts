export {
  type ConnectionFault,
  type ConnectivityFault,
  type DataFault,
  type Fault,
  type Malformation,
  malformations,
  type MessageFault,
  type OrderFault,
  type RefusalManner,
  refusalManners,
  type TransportFault,
} from './fault';
export {
  type FaultScript,
  type FaultStep,
  type FaultTrigger,
  type OrderStage,
  orderStages,
} from './fault-script';
export { faultScriptSchema, type FaultScriptResult, parseFaultScript } from './fault-script-schema';
export { type FaultControl, GatewayFaults, type StruckFault } from './gateway-faults';
export type { ConnectionFaults } from './connection-faults';
export type { FaultySession } from './faulty-session';
