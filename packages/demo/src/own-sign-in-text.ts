/**
 * The output of `mandate demo --own-sign-in`: where to click, and the same calls as shell commands.
 */

import type { Cast } from './cast.ts'
import { movedText, placesText, type Shown } from './text.ts'

export function ownSignInText(cast: Cast, shown: Shown & { readonly platformUrl: string }): string {
  const { places, style, platformUrl } = shown
  const { user, platform } = cast
  return [
    `${style.strong('Mandate')} is ready. People sign in at ${style.strong('Notewell')}, a platform with its own users.`,
    ...movedText(shown),
    '',
    `${style.strong('In a browser')}, open ${style.strong(places.integratorUrl)} and connect. You sign in at Notewell:`,
    '',
    `  email     ${user.username}`,
    `  password  ${user.password}`,
    '',
    `${style.strong('In a private window')}, open ${style.strong(`${platformUrl}/admin`)} and sign in as its administrator:`,
    '',
    `  email     ${platform?.admin.username}`,
    `  password  ${platform?.admin.password}`,
    '',
    'Disable Ben there, and press "Call the API" in the first window: he is refused within a second.',
    'Enable him again, and he can connect again.',
    '',
    ...placesText(shown),
    `  platform ${platformUrl}`,
    '',
    `${style.strong('In another terminal')}, paste these lines. They make the same calls as the buttons, as your back end would.`,
    '',
    curlLines(platform?.key ?? '', places.issuer),
    '',
    style.faint('Ctrl-C stops it. When you start it again, everything is as it was before.'),
  ].join('\n')
}

function curlLines(key: string, issuer: string): string {
  const change = (name: string) =>
    `curl -sS -w '\\n' -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' -d '{"changes":[{"subject":"u_1002","change":"${name}"}]}' ${issuer}/platform/v1/users`
  return `KEY=${key}

# No sign-in and no token of this user works from now on.
${change('disable')}

# This user may sign in and connect again.
${change('enable')}`
}
