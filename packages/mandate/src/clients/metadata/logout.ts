/** How a client takes part in logouts (OpenID Connect RP-Initiated, Back-Channel and Front-Channel Logout 1.0). */

import { redirectUriProblem } from '../redirect-uri.ts'
import { flag, type MembersOf, text, texts } from './field.ts'

export const logoutFields = {
  // RP-Initiated Logout §3.1.
  post_logout_redirect_uris: texts({
    help: 'where it may send people after they signed out',
    value: 'uri',
    problem: (uri) => {
      const problem = redirectUriProblem(uri)
      return problem !== undefined && `URIs that can be registered; one ${problem}`
    },
  }),
  // Back-Channel Logout §2.2.
  backchannel_logout_uri: text({
    help: 'where this server posts a logout token when a person signs out',
    value: 'url',
    problem: addressProblem,
  }),
  backchannel_logout_session_required: flag('each logout token names one session'),
  // Front-Channel Logout §2.
  frontchannel_logout_uri: text({
    help: 'a page that signs people out when their browser opens it in a frame; has the origin of a redirect URI',
    value: 'url',
    problem: addressProblem,
  }),
  frontchannel_logout_session_required: flag('that page is opened with the parameters iss and sid'),
}

/**
 * The registered address that a browser may open in a frame: undefined if there is none, or if it has
 * another origin than every redirect URI (Front-Channel Logout §2).
 */
export function frontChannelAddress({
  metadata,
  redirectUris,
}: {
  readonly metadata: MembersOf<typeof logoutFields>
  readonly redirectUris: readonly string[]
}): string | undefined {
  const { frontchannel_logout_uri: address } = metadata
  const origin = URL.parse(address ?? '')?.origin
  const isOwn = redirectUris.some((uri) => URL.parse(uri)?.origin === origin)
  return isOwn ? address : undefined
}

/** Without TLS, the fetcher calls only hosts that the operator names, and the browser only loopback. */
function addressProblem(address: string): string | false {
  const url = URL.parse(address)
  const isRight =
    /^https?:$/.test(url?.protocol ?? '') &&
    url?.username === '' &&
    url.password === '' &&
    !address.includes('#') &&
    address.length <= 2_000
  return !isRight && 'an https URL without user information and without a fragment'
}
