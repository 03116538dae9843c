/**
 * Every reason for refusing a request: its wire error, its description for the sender, its
 * explanation for the client's developer and the operator, and what to do next.
 */

import type { Details } from '../store/records.ts'
import type { Definition } from './definition.ts'
import { accessTokenReasons } from './reasons/access-tokens.ts'
import { addressReasons } from './reasons/addresses.ts'
import { assertionReasons } from './reasons/assertions.ts'
import { bindingReasons } from './reasons/bindings.ts'
import { clientDocumentReasons } from './reasons/client-documents.ts'
import { clientProofReasons } from './reasons/client-proofs.ts'
import { clientRegistrationReasons } from './reasons/client-registrations.ts'
import { clientReasons } from './reasons/clients.ts'
import { detailReasons } from './reasons/details.ts'
import { deviceReasons } from './reasons/devices.ts'
import { dpopReasons } from './reasons/dpop.ts'
import { exchangeReasons } from './reasons/exchange.ts'
import { formReasons } from './reasons/forms.ts'
import { grantReasons } from './reasons/grants.ts'
import { loginReasons } from './reasons/logins.ts'
import { logoutReasons } from './reasons/logouts.ts'
import { requestReasons } from './reasons/requests.ts'
import { securityEventReasons } from './reasons/security-events.ts'

const table = {
  ...formReasons,
  ...addressReasons,
  ...clientReasons,
  ...clientRegistrationReasons,
  ...clientDocumentReasons,
  ...clientProofReasons,
  ...loginReasons,
  ...logoutReasons,
  ...requestReasons,
  ...detailReasons,
  ...bindingReasons,
  ...deviceReasons,
  ...assertionReasons,
  ...dpopReasons,
  ...accessTokenReasons,
  ...grantReasons,
  ...exchangeReasons,
  ...securityEventReasons,
}

type Table = typeof table
export type Reason = keyof Table
export type DetailsOf<R extends Reason> =
  Table[R] extends Definition<infer D extends Details> ? D : never

export const definitions: Readonly<Record<Reason, Definition>> = table
export const reasons = Object.keys(table) as readonly Reason[]
