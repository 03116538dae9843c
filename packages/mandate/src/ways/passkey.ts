/**
 * Passkeys, on our own page (`people/passkeys/`). They are bound to the host name of the issuer, so there are
 * none at an issuer with an IP address.
 */

import { relyingPartyAt } from '../people/passkeys/relying-party.ts'
import { wayKind } from './way.ts'

export const passkey = wayKind({
  kind: 'passkey',
  isSingle: true,
  meaning:
    'Passkeys, on the sign-in page and as a second factor. Off if the issuer has an IP address instead of a host name.',
  members: {},
  open: ({ name, context }) => {
    const party = relyingPartyAt(context.settings.issuer)
    return party === undefined ? undefined : { is: 'passkey', name, party }
  },
})
