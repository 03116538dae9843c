/** The kinds of ways, one line each, and the ways of a server. */

import type { EntryOfKind } from '../settings/schema.ts'
import { handoff } from './handoff.ts'
import { oidc } from './oidc.ts'
import { passkey } from './passkey.ts'
import { password } from './password.ts'
import type { ExternalWay, FormWay, PasskeyWay, Way, WayContext, WayKind } from './way.ts'

export const wayKinds: readonly WayKind[] = [password, passkey, handoff, oidc]

/** The ways that are on and possible on this server, in the order of the page. */
export interface Ways {
  readonly all: readonly Way[]
  readonly form: FormWay | undefined
  readonly passkey: PasskeyWay | undefined
  /** The only way, if it is external: then no page is shown. */
  readonly only: ExternalWay | undefined
  /** Whether any way is external. */
  readonly leadElsewhere: boolean
  find(name: string): ExternalWay | undefined
  /** The way that made a session (`Session.provider`). */
  ofProvider(provider: string | null): ExternalWay | undefined
}

/** Creates the ways from the setting. */
export function openWays(
  signIn: Readonly<Record<string, EntryOfKind>>,
  context: WayContext,
  kinds: readonly WayKind[] = wayKinds,
): Ways {
  const all = Object.entries(signIn).flatMap(([name, settings]) => {
    const kind = kinds.find((known) => known.kind === settings['way'])
    if (kind === undefined) throw new Error(`The way ${name} has an unknown kind.`)
    return kind.open({ name, settings, context }) ?? []
  })
  const external = all.filter((way) => way.is === 'external')
  return {
    all,
    form: all.find((way) => way.is === 'form'),
    passkey: all.find((way) => way.is === 'passkey'),
    only: all.length === 1 ? external[0] : undefined,
    leadElsewhere: external.length > 0,
    ofProvider: (provider) =>
      provider === null
        ? undefined
        : external.find((way) => way.provider === provider || way.vouchesFor?.(provider)),
    find: (name) => external.find((way) => way.name === name),
  }
}
