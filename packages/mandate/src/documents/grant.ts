import { accountOf, type Grant, NO_END, type SignInText, subjectId } from '../grants/grant.ts'
import { readSignInText } from '../grants/sign-in-text.ts'
import type { AccountStore, ClientStore, GrantWithParties } from '../store/port.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { Client } from '../store/records.ts'

/** The grants of which one that they were delegated from has ended or is gone. */
export async function endedAbove(
  store: ReadStore,
  grants: readonly Grant[],
): Promise<ReadonlySet<string>> {
  const delegated = grants.filter(({ parent }) => parent !== null)
  const found = await Promise.all(delegated.map(({ id }) => store.grants.find(id)))
  return new Set(delegated.filter((_, place) => !isGoodAbove(found[place])).map(({ id }) => id))
}

export function isGoodAbove(found: GrantWithParties | undefined): boolean {
  return found?.ancestors.every(({ grant }) => grant.revokedAt === null) ?? false
}

/** A grant that ended by itself keeps its own reason. */
export function endedWithParent<Document extends ReturnType<typeof grantDocument>>(
  document: Document,
) {
  if (!document.active) return document
  return { ...document, active: false, revoked_because: 'parent_ended' }
}

/** The parties of grants, by their ids. */
interface Names {
  readonly clients: ReadonlyMap<string, Client | undefined>
  readonly accounts: ReadonlyMap<string, string>
}

/** Looks the parties up, each once. Rejects with `StorageUnavailable`. */
export async function namesOf(
  store: {
    readonly clients: Pick<ClientStore, 'find'>
    readonly accounts: Pick<AccountStore, 'find'>
  },
  grants: readonly Grant[],
): Promise<Names> {
  const named = async <Row>(ids: Iterable<string>, find: (id: string) => Promise<Row>) =>
    Promise.all([...new Set(ids)].map(async (id) => [id, await find(id)] as const))
  const [clients, accounts] = await Promise.all([
    named(
      grants.map((grant) => grant.clientId),
      (id) => store.clients.find(id),
    ),
    named(
      grants.flatMap((grant) => accountOf(grant) ?? []),
      async (id) => (await store.accounts.find(id))?.email ?? id,
    ),
  ])
  return { clients: new Map(clients), accounts: new Map(accounts) }
}

/** With the names of OpenID Connect Core §2. */
function signedInBy(text: SignInText) {
  const { amr, acr } = readSignInText(text)
  return { amr, ...(acr !== null && { acr }) }
}

/** With the names of RFC 7662 §2.2, plus properties that only a grant has. */
export function grantDocument(
  grant: Grant,
  { names, now }: { readonly names: Names; readonly now: number },
) {
  const accountId = accountOf(grant)
  const client = names.clients.get(grant.clientId)
  return {
    grant_id: grant.id,
    active: grant.revokedAt === null && grant.expiresAt > now,
    client_id: grant.clientId,
    ...(grant.parent !== null && { delegated_from: grant.parent }),
    client_name: client?.name ?? grant.clientId,
    sub: subjectId(grant),
    ...(accountId !== null && { username: names.accounts.get(accountId) ?? accountId }),
    // In its own name, a client may do what it is registered for now.
    scope: accountId === null && client !== undefined ? client.scope : grant.scope,
    aud: grant.resource,
    auth_time: grant.authTime,
    ...(grant.signIn !== null && signedInBy(grant.signIn)),
    generation: grant.generation,
    iat: grant.createdAt,
    exp: grant.expiresAt === NO_END ? null : grant.expiresAt,
    redeemed_at: grant.redeemedAt,
    revoked_at: grant.revokedAt,
    revoked_because: grant.revokedBecause,
  }
}
