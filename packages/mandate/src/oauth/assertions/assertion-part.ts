/** What the metadata says about assertions (draft-ietf-oauth-identity-assertion-authz-grant §7.2). */

import type { ServerPart } from '../server-part.ts'

/** That the profile is implemented; never which issuers are trusted (§8.4). */
export const assertionPart: ServerPart = () => ({
  authorization_grant_profiles_supported: ['urn:ietf:params:oauth:grant-profile:id-jag'],
})
