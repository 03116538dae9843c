/**
 * Everything that is kept about a person, as one JSON document that they can download
 * (docs/guides/operator.md, "Sessions and personal data"). Written piece by piece, because an account can have very many
 * grants. It holds no secret: neither hashes of passwords, nor keys, nor what a token is made of.
 * Times are in seconds since 1970.
 */

import type { Fact } from '../facts/fact.ts'
import { accountOf, type Grant } from '../grants/grant.ts'
import { readSignInText } from '../grants/sign-in-text.ts'
import type { FactPlace, Page, PageRequest } from '../store/port.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { Account, MailedLink, RareOfGrant } from '../store/records.ts'
import { sessionDocument } from './session-document.ts'

interface Asked {
  readonly account: Account
  readonly issuer: string
  /** Now, in seconds since 1970. */
  readonly at: number
}

/** Rows read at once, so that an export takes little memory and delays nobody. */
const ROWS_AT_ONCE = 500

/**
 * The document, in pieces of JSON. Throws `StorageUnavailable` in the middle if the storage fails;
 * what was written before is then no valid JSON.
 */
export async function* personalData(store: ReadStore, asked: Asked): AsyncGenerator<string> {
  const { account, issuer, at } = asked
  const { id } = account
  const names = namesOf(store)
  const [
    identities,
    operator,
    directory,
    passkeys,
    totp,
    codes,
    sessions,
    browsers,
    links,
    consents,
    ended,
  ] = await Promise.all([
    store.accounts.listIdentities(id),
    store.operators.find(id),
    store.scimUsers.findOf(id),
    store.passkeys.listOf(id),
    store.secondFactors.findTotp(id),
    store.secondFactors.listRecoveryCodes(id),
    store.sessions.listOf(id),
    store.knownBrowsers.listOf(id),
    store.mailedLinks.listOpen(id, at),
    store.consents.listOf(id),
    store.trustedIssuers.listEndedByPerson(id),
  ])
  const first = {
    version: 1,
    issuer,
    exported_at: at,
    account: accountDocument(account),
    identities: identities.map(({ provider, subject, createdAt }) => ({
      ...{ provider, subject, linked_at: createdAt },
    })),
    operator: operator === undefined ? null : { role: operator.role, since: operator.createdAt },
    directory: directory === undefined ? null : directoryDocument(directory),
    passkeys: passkeys.map((passkey) => ({
      name: passkey.name,
      backed_up: passkey.isBackedUp,
      created_at: passkey.createdAt,
      last_used_at: passkey.lastUsedAt,
      suspended_at: passkey.suspendedAt,
    })),
    authenticator_app: totp === undefined ? null : usesOf(totp),
    recovery_codes: codes.map(({ createdAt, usedAt }) => ({
      ...{ created_at: createdAt, used_at: usedAt },
    })),
    sessions: sessions.map(sessionDocument),
    known_browsers: browsers.map((browser) => ({
      browser: browser.agent === '' ? null : browser.agent,
      network: browser.network,
      first_seen_at: browser.firstSeenAt,
      last_seen_at: browser.lastSeenAt,
    })),
    mailed_links: links.map(linkDocument),
    consents: await Promise.all(
      consents.map(async ({ clientId, scope, resource, grantedAt }) => ({
        ...{ client_id: clientId, client_name: await names(clientId), scope, resource },
        granted_at: grantedAt,
      })),
    ),
    kept_out: await Promise.all(
      ended.map(async ({ clientId, issuerId, endedAt }) => ({
        ...{ client_id: clientId, client_name: await names(clientId), issuer_id: issuerId },
        since: endedAt,
      })),
    ),
  }
  // Without the closing brace, for what follows.
  yield JSON.stringify(first, null, 2).slice(0, -2)
  yield* list('grants', grantsOf(store, id), async (grant) => ({
    ...{ client_id: grant.clientId, client_name: await names(grant.clientId) },
    ...grantDocument(grant),
  }))
  yield* list('activity', factsOf(store, id), async (fact) => factDocument(fact))
  yield '\n}\n'
}

/** A member with a list, an item a line. */
async function* list<Row>(
  name: string,
  rows: AsyncGenerator<readonly Row[]>,
  document: (row: Row) => Promise<object>,
): AsyncGenerator<string> {
  yield `,\n  ${JSON.stringify(name)}: [`
  let separator = '\n    '
  for await (const some of rows) {
    const documents = await Promise.all(some.map(document))
    if (documents.length === 0) continue
    yield separator + documents.map((one) => JSON.stringify(one)).join(',\n    ')
    separator = ',\n    '
  }
  yield '\n  ]'
}

async function* grantsOf(
  { grants }: Pick<ReadStore, 'grants'>,
  accountId: string,
): AsyncGenerator<readonly ExportedGrant[]> {
  let after: string | null = null
  do {
    const asked: PageRequest = { ...(after !== null && { after }), limit: ROWS_AT_ONCE }
    const [page, rare]: [Page<Grant>, readonly RareOfGrant[]] = await Promise.all([
      grants.list({ accountId }, asked),
      grants.listRare(accountId, asked),
    ])
    const more = new Map(rare.map((one) => [one.id, one]))
    const withDetails = page.rows.map(async (grant) => ({
      ...{ ...grant, rare: more.get(grant.id) },
      allowed: grant.details === null ? undefined : await grants.findDetails(grant.details),
    }))
    yield await Promise.all(withDetails)
    after = page.next
  } while (after !== null)
}

async function* factsOf(
  { facts }: Pick<ReadStore, 'facts'>,
  accountId: string,
): AsyncGenerator<readonly Fact[]> {
  let before: FactPlace | undefined
  do {
    const some: readonly Fact[] = await facts.listOf(accountId, { before, limit: ROWS_AT_ONCE })
    yield some
    before = some.length < ROWS_AT_ONCE ? undefined : some.at(-1)
  } while (before !== undefined)
}

/** The names of clients, each looked up once. */
function namesOf({ clients }: Pick<ReadStore, 'clients'>) {
  const known = new Map<string, Promise<string | null>>()
  return (id: string): Promise<string | null> => {
    const name = known.get(id) ?? clients.find(id).then((client) => client?.name ?? null)
    known.set(id, name)
    return name
  }
}

function accountDocument(account: Account) {
  return {
    sub: account.id,
    email: account.email,
    email_verified: account.emailVerified,
    name: account.name,
    profile: account.profile,
    language: account.language,
    has_password: account.passwordHash !== null,
    created_at: account.createdAt,
    disabled_at: account.disabledAt,
    delete_after: account.deletion?.after ?? null,
    terms_version: account.terms?.version ?? null,
    terms_accepted_at: account.terms?.at ?? null,
  }
}

/** A new address as it was asked for: whether somebody else has it, and so got no mail, is not told. */
function linkDocument({ purpose, email, details, createdAt, expiresAt }: MailedLink) {
  const to = purpose === 'change_address' ? details['newEmail'] : email
  return { purpose, email: to, created_at: createdAt, exp: expiresAt }
}

function directoryDocument(
  user: NonNullable<Awaited<ReturnType<ReadStore['scimUsers']['findOf']>>>,
) {
  const { provider, userName, externalId, email, profile, active, createdAt, updatedAt } = user
  return {
    ...{ provider, user_name: userName, external_id: externalId, email, profile, active },
    ...{ created_at: createdAt, updated_at: updatedAt },
  }
}

function usesOf({
  createdAt,
  lastUsedAt,
}: {
  readonly createdAt: number
  readonly lastUsedAt: number | null
}) {
  return { created_at: createdAt, last_used_at: lastUsedAt }
}

interface ExportedGrant extends Grant {
  readonly rare: RareOfGrant | undefined
  /** Its authorization details as JSON. */
  readonly allowed: string | undefined
}

function grantDocument({ rare, allowed, ...grant }: ExportedGrant) {
  return {
    grant_id: grant.id,
    sub: accountOf(grant),
    scope: grant.scope,
    scope_taken_back: rare?.takenBack ?? null,
    resource: grant.resource,
    ...(allowed !== undefined && { authorization_details: JSON.parse(allowed) }),
    connected_from: {
      browser: rare?.connectedFrom?.agent ?? null,
      network: rare?.connectedFrom?.network ?? null,
    },
    created_at: grant.createdAt,
    auth_time: grant.authTime,
    ...(grant.signIn !== null && readSignInText(grant.signIn)),
    last_used_at: grant.redeemedAt,
    exp: grant.expiresAt,
    revoked_at: grant.revokedAt,
    revoked_because: grant.revokedBecause,
  }
}

function factDocument({ id: _, atMs, accountId: __, by, ...fact }: Fact) {
  return { at: Math.floor(atMs / 1000), ...fact, by: by.kind }
}
