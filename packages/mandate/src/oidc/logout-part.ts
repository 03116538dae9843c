/** Logout in the metadata (RP-Initiated Logout §2.1, Back-Channel Logout §2.1, Front-Channel Logout §3). */

import { PATHS } from '../oauth/metadata.ts'
import type { ServerPart } from '../oauth/server-part.ts'

export const logoutPart: ServerPart = ({ settings: { issuer } }) => ({
  end_session_endpoint: issuer + PATHS.logout,
  backchannel_logout_supported: true,
  backchannel_logout_session_supported: true,
  frontchannel_logout_supported: true,
  frontchannel_logout_session_supported: true,
})
