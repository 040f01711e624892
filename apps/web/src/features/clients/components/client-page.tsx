import type { ReactNode } from 'react'
import { ClientBoard } from '../board/client-board.tsx'
import { ClientFrame } from './client-frame.tsx'

/** Where the boards of a client are. */
const ClientPage = ({ clientId }: { clientId: string }): ReactNode => (
  <ClientFrame clientId={clientId}>{(client) => <ClientBoard client={client} />}</ClientFrame>
)

export default ClientPage
