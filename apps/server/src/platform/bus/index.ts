/** Events between modules: written in the transaction of the change, delivered to each consumer at least once. */
export { type Bus, createBus, createForwardingBus, deliverForwarded } from './bus.ts'
