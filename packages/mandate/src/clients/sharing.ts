import { SHARED_GENERATIONS, type Sharing } from '../grants/sharing.ts'
import type { ClientAuthentication } from '../store/tables/authentication.ts'

/** How the processes of the client share refresh tokens; null if they must not. */
export function sharingOf(
  client: {
    readonly authentication: Pick<ClientAuthentication, 'method'>
    readonly metadata: { readonly shared_refresh_seconds?: number }
  },
  settings: { readonly sharedRefreshSeconds: number },
): Sharing | null {
  if (client.authentication.method !== 'none') return null
  const seconds = client.metadata.shared_refresh_seconds ?? settings.sharedRefreshSeconds
  return seconds === 0 ? null : { seconds, generations: SHARED_GENERATIONS }
}
