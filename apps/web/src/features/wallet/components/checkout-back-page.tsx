import { Navigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { visitStorage } from '#shared/storage'
import { rememberedCheckout } from '../way-back.ts'

/** Where the checkout leads back to: the page of the purchase that this tab began, else the wallet. */
const CheckoutBackPage = (): ReactNode => {
  const [checkout] = useState(() => rememberedCheckout(visitStorage()))
  if (checkout === null) return <Navigate to="/wallet" replace />
  return <Navigate to="/wallet/purchases/$purchaseId" params={{ purchaseId: checkout.purchaseId }} replace />
}

export default CheckoutBackPage
