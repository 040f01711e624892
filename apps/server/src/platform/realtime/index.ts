export { createHub, type Hub, type HubOptions, type Sink } from './hub.ts'
export { sendEvents, type SendEventsOptions } from './send-events.ts'
export { listenToRelay, type RelayListener, openRelaySender, type RelaySender } from './relay.ts'
