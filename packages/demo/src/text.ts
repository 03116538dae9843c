/** What `mandate demo` tells people: where to click, and the whole flow as shell commands. */

import type { Cast } from './cast.ts'

export type Style = Readonly<Record<'strong' | 'faint', (text: string) => string>>

/** The addresses of the parties, and of the page with their mail. */
export interface Places {
  readonly issuer: string
  readonly apiUrl: string
  readonly integratorUrl: string
  readonly mailboxUrl: string
}

export interface Shown {
  readonly places: Places
  readonly data: string
  readonly style: Style
  /** The usual port, if it was taken. */
  readonly movedFrom: number | null
}

export function movedText({ movedFrom }: Shown): readonly string[] {
  return movedFrom === null
    ? []
    : [`Port ${movedFrom} is in use, so the demo took the next free ones.`]
}

export function placesText({ places, data }: Shown): readonly string[] {
  return [
    `  server   ${places.issuer}`,
    `  account  ${places.issuer}/account`,
    `  API      ${places.apiUrl}`,
    `  mailbox  ${places.mailboxUrl}, where all mail of the server arrives`,
    `  data     ${data}`,
  ]
}

/** Browsers make no passkeys for an IP address. */
function passkeysText({ issuer }: Places): readonly string[] {
  return new URL(issuer).hostname === 'localhost'
    ? ['Passkeys work, too: this server has a host name.']
    : ['For passkeys, which need a host name, start it with --localhost.']
}

export function demoText(cast: Cast, shown: Shown): string {
  const { places, data, style } = shown
  return [
    `${style.strong('Mandate')} is ready.`,
    ...movedText(shown),
    '',
    `${style.strong('In a browser')}, open ${style.strong(places.integratorUrl)} and sign in:`,
    '',
    `  email     ${cast.user.username}`,
    `  password  ${cast.user.password}`,
    '',
    ...placesText(shown),
    '',
    `${style.strong('To try')}: "Forgot your password?" (the link arrives in the mailbox); on the account pages,`,
    'an authenticator app, sign out everywhere else, or take one permission back from an app.',
    ...passkeysText(places),
    '',
    `${style.strong('In another terminal')}, paste these lines: they sign in, take the code, call the API,`,
    'refresh, and show that a reused refresh token ends the connection.',
    '',
    curlLines(cast, places),
    '',
    `${style.strong('Then list the grants')}: npx mandate grant list --data ${quoted(data)}`,
    '',
    style.faint('Ctrl-C stops it. When you start it again, everything is as it was before.'),
  ].join('\n')
}

/** For any POSIX shell, with only curl and sed. Comments contain no quotes because of zsh. */
function curlLines({ client, user }: Cast, { issuer, apiUrl }: Places): string {
  const login = new URLSearchParams({
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: client.redirect_uri,
  })
  const page = `curl -sS -b "$JAR" -c "$JAR" -o /dev/null -w '%{redirect_url}'`
  const token = `curl -sS -u '${client.client_id}:${client.client_secret}'`
  const part = (name: string) => `sed 's/.*"${name}":"\\([^"]*\\)".*/\\1/'`
  return `# 1. The login page leads to the sign-in form.
JAR=$(mktemp)
FORM=$(${page} '${issuer}/oauth2/authorize?${login}'); echo "$FORM"

# 2. Signing in sends the browser back with the code.
BACK=$(${page} --data-urlencode 'email=${user.username}' --data-urlencode 'password=${user.password}' "$FORM"); echo "$BACK"
CODE=$(echo "$BACK" | sed 's/.*[?&]code=\\([^&]*\\).*/\\1/')

# 3. The code becomes tokens.
TOKENS=$(${token} -d grant_type=authorization_code -d "code=$CODE" --data-urlencode 'redirect_uri=${client.redirect_uri}' ${issuer}/oauth2/token); echo "$TOKENS"
ACCESS=$(echo "$TOKENS" | ${part('access_token')})
REFRESH=$(echo "$TOKENS" | ${part('refresh_token')})

# 4. The API takes the access token.
curl -sS -w '\\n%{http_code}\\n' -H "Authorization: Bearer $ACCESS" ${apiUrl}/me

# 5. The refresh token gives new tokens, once.
${token} -w '\\n' -d grant_type=refresh_token -d "refresh_token=$REFRESH" ${issuer}/oauth2/token

# Used again it gives 400 and ends the grant: one of its two holders must be a thief.
${token} -w '\\n%{http_code}\\n' -d grant_type=refresh_token -d "refresh_token=$REFRESH" ${issuer}/oauth2/token

# Now the API refuses what it took before.
curl -sS -w '\\n%{http_code}\\n' -H "Authorization: Bearer $ACCESS" ${apiUrl}/me`
}

/** A path quoted as one word for a shell. */
function quoted(path: string): string {
  return /^[\w./:@%+=-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
