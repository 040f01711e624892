export { callControl, type ControlCall } from './call-control.ts'
export type { ControlContext, ControlHandler, ControlHandlers } from './control-server.ts'
export { acquireDataFolder, findOwner, type DataFolder } from './data-folder.ts'
