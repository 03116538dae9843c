/** The checks of `mandate provider check`, by the kind of the way. No one is signed in and nothing changes. */

import { createFetcher } from '../fetching/fetcher.ts'
import type { EntryOfKind } from '../settings/schema.ts'
import type { Settings } from '../settings.ts'
import { checkLoginPage } from '../ways/handoff/check.ts'
import { callbackAddress } from '../ways/oidc/callback.ts'
import { configured, type OidcValues } from '../ways/oidc/settings.ts'
import type { Finding } from '../ways/way.ts'
import { type CommandContext, CommandRefused } from './command.ts'
import { platformKeysThere } from './platform-keys-there.ts'
import { printable } from './terminal.ts'
import { isElsewhere, type WayElsewhere, type WaySet, waysSet } from './ways-set.ts'

/** Rejects with `CommandRefused` if the way uses no other system. */
export async function checkWay(
  context: CommandContext,
  settings: Settings,
  name: string,
): Promise<readonly Finding[]> {
  const way = findWay(settings, name)
  const entry = settings.signIn[name] ?? {}
  switch (way.kind) {
    case 'handoff':
      return checkHandoff(settings, way)
    case 'oidc':
      return checkOidc(context, settings, { name, values: entry as OidcValues })
    default:
      return checkPassword(context, settings, { entry, provider: way.provider })
  }
}

function findWay({ signIn }: Settings, name: string): WayElsewhere {
  const ways = waysSet(signIn)
  const found = ways.find((way) => way.name === name)
  if (found !== undefined && isElsewhere(found)) return found
  const names = ways.filter(isElsewhere).map((way) => way.name)
  const choice =
    names.length === 0 ? 'sign_in has no entry that does' : `give ${names.join(' or ')}`
  throw new CommandRefused(
    found === undefined
      ? `sign_in has no entry ${name}; ${choice}.`
      : `${name} uses no other system, so there is nothing to check; ${choice}.`,
  )
}

async function checkHandoff(settings: Settings, way: WaySet): Promise<readonly Finding[]> {
  const [page] = way.pages
  const keys = await platformKeysThere(settings.database)
  if (page === undefined) return []
  // The server itself never calls it, so it may be on any network that the operator's machine can reach.
  const fetch = createFetcher({ allowedHosts: [page.url.hostname] })
  const theirs = keys?.filter(
    ({ permissions, provider }) => permissions.includes('sign_in') && provider === way.name,
  )
  return [
    await checkLoginPage(fetch, page.url),
    keyFinding(
      way.name,
      theirs?.map((key) => printable(key.name)),
    ),
    {
      ...{ name: 'continue', ok: true },
      message: `browsers come back to ${callbackAddress(settings.issuer, way.name)}`,
    },
  ]
}

function keyFinding(way: string, names: readonly string[] | undefined): Finding {
  const name = 'platform key'
  if (names === undefined) {
    const message = 'the database cannot be read; mandate doctor says why'
    return { name, ok: false, message }
  }
  if (names.length > 0) {
    return { name, ok: true, message: `${names.join(', ')} may answer sign-ins` }
  }
  return {
    ...{ name, ok: false },
    message: 'no key may answer sign-ins, so no one can sign in there',
    remedy: `run: mandate platform-key create --name NAME --may sign_in --provider ${way}`,
  }
}

async function checkOidc(
  { clock }: CommandContext,
  { issuer, fetchAllowedHosts }: Settings,
  { name, values }: { readonly name: string; readonly values: OidcValues },
): Promise<readonly Finding[]> {
  const { checkProvider } = await import('../ways/oidc/check.ts')
  return checkProvider(
    { fetch: createFetcher({ allowedHosts: fetchAllowedHosts }), clock },
    {
      ...configured(values),
      clientId: values.client_id,
      redirectUri: callbackAddress(issuer, name),
    },
  )
}

async function checkPassword(
  { clock, random }: CommandContext,
  { fetchAllowedHosts }: Settings,
  { entry, provider }: { readonly entry: EntryOfKind; readonly provider: string },
): Promise<readonly Finding[]> {
  const { checkVerifyAddress } = await import('../ways/password/check.ts')
  const url = String(entry['verify_url'])
  const secret = String(entry['verify_secret'])
  return checkVerifyAddress(
    { fetch: createFetcher({ allowedHosts: fetchAllowedHosts }), clock, random },
    { url, secret, provider },
  )
}
