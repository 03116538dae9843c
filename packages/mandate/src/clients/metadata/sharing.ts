/**
 * Public clients whose processes share one refresh token (`grants/sharing.ts`). A confidential client
 * runs where its developer can keep a token in one place, so its tokens stay single-use.
 */

import type { AuthMethod } from './authentication.ts'
import { whole } from './field.ts'

export const sharingFields = {
  shared_refresh_seconds: whole(
    { from: 0, to: 3600 },
    {
      help: 'for a public client in many processes: for this time (0 to 3600) after another process has used it, a refresh token leads to the current one; 0 ends the grant at once; the default is a setting of the server',
      value: 'seconds',
    },
  ),
}

interface MaySharing {
  readonly shared_refresh_seconds?: number
}

export function sharingProblem(
  metadata: MaySharing & { readonly token_endpoint_auth_method?: AuthMethod },
): string | undefined {
  const { shared_refresh_seconds: seconds, token_endpoint_auth_method: method } = metadata
  if (seconds === undefined || method === undefined || method === 'none') return undefined
  return 'Only a public client can have shared_refresh_seconds; the refresh tokens of this one stay single-use.'
}
