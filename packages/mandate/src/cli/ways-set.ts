/** The ways to sign in as the settings have them: read without opening them. */

import type { EntryOfKind } from '../settings/schema.ts'
import { configured, type OidcValues } from '../ways/oidc/settings.ts'
import { verifyProvider } from '../ways/password.ts'

/** The provider of a key that is not for a way to sign in. */
export const NO_WAY = 'platform'

interface AddressSet {
  /** The member of the way's settings. */
  readonly member: string
  readonly url: URL
}

export interface WaySet {
  readonly name: string
  readonly kind: string
  /** Its users, as in the rows of `identities`; undefined if it uses no other system. */
  readonly provider: string | undefined
  /** Addresses that the server calls, as far as the settings say. */
  readonly calls: readonly AddressSet[]
  /** Addresses that browsers are sent to. */
  readonly pages: readonly AddressSet[]
}

export type WayElsewhere = WaySet & { readonly provider: string }

export function isElsewhere(way: WaySet): way is WayElsewhere {
  return way.provider !== undefined
}

/** In the order of the sign-in page. */
export function waysSet(signIn: Readonly<Record<string, EntryOfKind>>): readonly WaySet[] {
  return Object.entries(signIn).map(([name, entry]) => {
    const way = { name, kind: String(entry['way']), calls: [], pages: [] }
    switch (way.kind) {
      case 'password':
        return { ...way, provider: verifyProvider(entry), calls: addresses(entry, 'verify_url') }
      case 'handoff':
        return { ...way, provider: name, pages: addresses(entry, 'login_url', 'logout_url') }
      case 'oidc': {
        const { issuer } = configured(entry as OidcValues)
        return { ...way, provider: issuer, calls: addresses({ issuer }, 'issuer') }
      }
      default:
        return { ...way, provider: undefined }
    }
  })
}

function addresses(
  entry: Readonly<Record<string, unknown>>,
  ...members: readonly string[]
): readonly AddressSet[] {
  return members.flatMap((member) => {
    const url = URL.parse(String(entry[member]))
    return url === null ? [] : [{ member, url }]
  })
}
