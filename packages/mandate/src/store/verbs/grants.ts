import type { Act } from '../../facts/actor.ts'
import type { NewFact } from '../../facts/fact.ts'
import { accountOf, type Grant } from '../../grants/grant.ts'
import { type Engine, type Row, type Step, step } from '../engine.ts'
import {
  DELEGATION_BREADTH,
  DELEGATION_DEPTH,
  type DocumentClientRow,
  GRANTS_PER_LOOK,
  type GrantAndParties,
  type GrantStore,
  type GrantWithParties,
  type Installation,
  UNREDEEMED_KEPT,
} from '../port.ts'
import { findDetails, keepDetails } from '../queries/authorization-details.ts'
import { keepDocumentClient } from '../queries/clients.ts'
import * as consents from '../queries/consents.ts'
import { deleteFact } from '../queries/facts.ts'
import * as queries from '../queries/grants.ts'
import { integer, pageBefore, pageInput, pageOf, readerOf, text, textOrNull } from '../rows.ts'
import { accountStanding } from '../tables/accounts.ts'
import { clientStanding, clients } from '../tables/clients.ts'
import { grants, installations, rareOfGrants } from '../tables/grants.ts'
import { writerOf } from '../tables/table.ts'
import { revokeAll, type Whose } from './bulk-revocation.ts'
import {
  type AuditHooks,
  record,
  recordEndOfGrant,
  recordLowering,
  recordNarrowing,
} from './facts.ts'
import { endedByPerson } from './trusted-issuers.ts'

/** Sorts after every id: ids are hexadecimal. */
const BEYOND_ALL_IDS = '~'
/** Enough for ten clients that an account issues codes to in turn. */
const LOOKED_AT_FOR_CODES = 100

export function createGrantStore(
  engine: Engine,
  audit?: Pick<AuditHooks, 'drop'> | undefined,
): GrantStore {
  return {
    async insert(grant, act, { details, client } = {}) {
      const { id: grantId, scope, details: id } = grant
      const parties = partiesOf(grant)
      const { agent, network } = (act.by.kind === 'account' && act.by.from) || {}
      const from = { ...(agent && { agent }), ...(network && { network }) }
      const kept = details !== undefined && id !== null && { id, details, checked_at: act.at }
      await engine.write([
        ...(kept ? [step(keepDetails, kept)] : []),
        ...(client === undefined ? [] : keepClient(client, act)),
        step(queries.insertGrant, {
          ...writeGrant(grant),
          connected_from: agent || network ? JSON.stringify(from) : null,
          issuer_id: null,
        }),
        ...record({ kind: 'grant.created', ...parties, scope }, act, { id: factOfCode(grantId) }),
      ])
    },
    async find(id, accessTokenId) {
      const input = { id, access_token_id: accessTokenId ?? null }
      const [row] = await engine.read(step(queries.findGrant, input))
      return row && withAncestors(engine, row)
    },
    async findStanding(key) {
      const [row] = await engine.read(step(queries.findStandingGrant, { standing: key }))
      return row && withAncestors(engine, row)
    },
    async insertStanding(grant, { key, insteadOf, issuerId = null }, act) {
      const { id: grantId, scope } = grant
      const input = { ...writeGrant(grant), connected_from: null, issuer_id: issuerId }
      const insert = step(queries.insertStandingGrant, { ...input, standing: key })
      const accountId = accountOf(grant)
      const parties = partiesOf(grant)
      const fact: NewFact =
        grant.parent === null || accountId === null
          ? { kind: 'grant.created', ...parties, scope }
          : { kind: 'grant.delegated', ...parties, accountId, scope }
      const created = record(fact, act, { about: { table: 'grants', id: grantId } })
      const replaced = { id: insteadOf ?? grantId, standing: key, at: act.at }
      const results = await engine.write([
        ...(insteadOf === undefined ? [] : [step(queries.giveUpStanding, replaced)]),
        insert,
        ...created,
      ])
      return (results[insteadOf === undefined ? 0 : 1] ?? []).length > 0
    },
    async listDelegated(parent) {
      const input = { parent, limit: DELEGATION_BREADTH }
      return (await engine.read(step(queries.listDelegatedGrants, input))).map(readGrant)
    },
    async findDetails(id) {
      const [row] = await engine.read(step(findDetails, { id }))
      return row && text(row, 'details')
    },
    async advance({ id, from, scope, details, to, keyId, expiresAt, redeemedAt, ...kept }) {
      const advance = step(queries.advanceGrant, {
        id,
        generation: from,
        scope,
        details: details ?? '',
        next_generation: to,
        key_id: keyId,
        expires_at: expiresAt,
        redeemed_at: redeemedAt,
        retry_key_hash: kept.retryKeyHash,
        recent_redemptions: kept.recentRedemptions,
      })
      const [rows = []] = await engine.write([advance])
      return rows.length > 0
    },
    async revoke(id, because, act) {
      const input = { id, revoked_at: act.at, revoked_because: because }
      const [rows = []] = await engine.write([
        step(queries.revokeGrant, input),
        ...recordEndOfGrant(id, because, act),
      ])
      return rows.length > 0
    },
    async narrow({ id, accountId, clientId, taken }, act) {
      const fact = { kind: 'grant.narrowed', grantId: id, accountId, clientId, taken } as const
      const [rows = []] = await engine.write([
        step(queries.narrowGrant, { id, account_id: accountId, taken }),
        step(consents.narrowConsent, { grant_id: id, account_id: accountId, taken }),
        step(consents.noteTakenBack, { grant_id: id, account_id: accountId, taken, at: act.at }),
        step(consents.deleteEmptyConsents, { account_id: accountId }),
        ...recordNarrowing(fact, act),
      ])
      return rows.length > 0
    },
    async lower({ id, accountId, clientId, details, lowered }, act) {
      const fact = { kind: 'grant.lowered', grantId: id, accountId, clientId } as const
      const now = { grant_id: id, account_id: accountId, lowered: lowered.id }
      const kept = { id: lowered.id, details: lowered.text, checked_at: act.at }
      const [rows = []] = await engine.write([
        step(queries.lowerGrant, { id, account_id: accountId, details, lowered: lowered.id }),
        step(keepDetails, kept),
        step(consents.lowerConsent, now),
        step(consents.noteLowered, { ...now, at: act.at }),
        ...recordLowering(fact, lowered.id, act),
      ])
      return rows.length > 0
    },
    async findTakenBack(id) {
      const [row] = await engine.read(step(queries.findTakenBack, { id }))
      return row === undefined ? null : textOrNull(row, 'taken_back')
    },
    async revokeOfAccount({ id, accountId }, because, act) {
      const [rows = []] = await engine.write([
        step(queries.revokeGrantOfAccount, {
          ...{ id, account_id: accountId },
          ...{ revoked_at: act.at, revoked_because: because },
        }),
        step(consents.deleteConsentOfGrant, { grant_id: id, account_id: accountId }),
        ...recordEndOfGrant(id, because, act),
        ...(because === 'revoked_by_user' ? [endedByPerson({ accountId, grantId: id }, act)] : []),
      ])
      return rows.length > 0
    },
    async revokeAllOf(whose, because, act) {
      const ended = record({ kind: 'grants.ended', ...whose, because }, act)
      return revokeAll(engine, whose, { at: act.at, because, besides: ended })
    },
    async hasLive(accountId) {
      const [row = {}] = await engine.read(
        step(queries.measureGrantsOfAccount, { account_id: accountId }),
      )
      return integer(row, 'live') > 0 || integer(row, 'counted') > queries.ROWS_PER_WRITE
    },
    async countLive(whose, { now, most }) {
      const [query, id] =
        'accountId' in whose
          ? [queries.countLiveOfAccount, whose.accountId]
          : [queries.countLiveOfClient, whose.clientId]
      const [row = {}] = await engine.read(step(query, { id, now, looked: most + 1 }))
      return {
        grants: integer(row, 'grants'),
        accounts: integer(row, 'accounts'),
        clients: integer(row, 'clients'),
        isMore: integer(row, 'looked') > most,
      }
    },
    async denyAccessToken(accessTokenId, expiresAt, act) {
      await engine.write([
        step(queries.denyAccessToken, { id: accessTokenId, expires_at: expiresAt }),
        ...record({ kind: 'access_token.revoked', accessTokenId }, act, { id: accessTokenId }),
      ])
    },
    async listLatest({ accountId, clientId }, request) {
      const page = pageBefore(request)
      const rows = await engine.read(
        accountId === undefined
          ? clientId === undefined
            ? step(queries.listLatestGrants, page)
            : step(queries.listLatestOfClient, { client_id: clientId, ...page })
          : clientId === undefined
            ? step(queries.listLatestOfAccount, { account_id: accountId, ...page })
            : step(queries.listLatestOfPair, {
                account_id: accountId,
                client_id: clientId,
                ...page,
              }),
      )
      return pageOf(rows.map(readGrant), page)
    },
    async list(whose, request) {
      const page = pageInput(request)
      const rows = await engine.read(listOf(whose, page))
      return pageOf(rows.map(readGrant), page)
    },
    async listRare(accountId, request) {
      const input = { account_id: accountId, ...pageInput(request) }
      return (await engine.read(step(queries.listRareOfAccount, input))).map(readRare)
    },
    async listNewest(accountId, { now, before = BEYOND_ALL_IDS }) {
      const looked = GRANTS_PER_LOOK
      const input = { account_id: accountId, before, now, looked }
      const rows = await engine.read(step(queries.newestGrantsOfAccount, input))
      const last = rows.length < looked ? undefined : rows.at(-1)
      return {
        installations: rows.filter((row) => integer(row, 'live') === 1).map(readInstallation),
        older: last === undefined ? null : text(last, 'id'),
      }
    },
    async dropUnredeemed({ id, accountId, clientId }) {
      const pair = { id, account_id: accountId, client_id: clientId }
      const bounds = { looked: LOOKED_AT_FOR_CODES, kept: UNREDEEMED_KEPT - 1 }
      const [dropped = []] = await engine.write([
        step(queries.deleteUnredeemed, { ...pair, ...bounds }),
      ])
      // Facts live much longer than codes, so they would pile up.
      const facts = dropped.map((row) => factOfCode(text(row, 'id')))
      if (audit !== undefined) audit.drop(facts)
      else if (facts.length > 0) {
        await engine.write(facts.map((fact) => step(deleteFact, { id: fact })))
      }
      return dropped.length
    },
  }
}

/** The parties of a grant, as its facts name them. */
function partiesOf(grant: Grant) {
  const accountId = accountOf(grant)
  const { id: grantId, clientId } = grant
  return { grantId, clientId, ...(accountId !== null && { accountId }) }
}

/**
 * The grant in a row with the grants above it. They are read one after the other, and later than the
 * row: what has ended in the meantime is seen. Undefined if one is gone, so that an orphan is never
 * honoured.
 */
async function withAncestors(engine: Engine, row: Row): Promise<GrantWithParties | undefined> {
  const found = { ...readParties(row), accessTokenDenied: integer(row, 'denied') === 1 }
  let { parent } = found.grant
  if (parent === null) return { ...found, ancestors: NONE }
  const ancestors: GrantAndParties[] = []
  while (parent !== null) {
    // No chain is longer than this, so a longer one is none of ours.
    if (ancestors.length >= DELEGATION_DEPTH) return undefined
    const [above] = await engine.read(
      step(queries.findGrant, { id: parent, access_token_id: null }),
    )
    if (above === undefined) return undefined
    const ancestor = readParties(above)
    ancestors.push(ancestor)
    parent = ancestor.grant.parent
  }
  return { ...found, ancestors }
}

function readParties(row: Row): GrantAndParties {
  return {
    grant: readGrant(row),
    client: readClient(row),
    account: row['accounts_id'] === null ? null : readAccount(row),
  }
}

const NONE: readonly GrantAndParties[] = []

/**
 * The id of the fact that a grant was created, so that it can be deleted if the code is never
 * redeemed.
 */
function factOfCode(grantId: string): string {
  return `${grantId}.created`
}

function listOf({ accountId, clientId }: Whose, page: ReturnType<typeof pageInput>): Step {
  if (accountId !== undefined && clientId !== undefined) {
    const input = { account_id: accountId, client_id: clientId, ...page }
    return step(queries.listGrantsOfPair, input)
  }
  if (accountId !== undefined) {
    return step(queries.listGrantsOfAccount, { account_id: accountId, ...page })
  }
  if (clientId !== undefined) {
    return step(queries.listGrantsOfClient, { client_id: clientId, ...page })
  }
  return step(queries.listGrants, page)
}

/** Guards ask again about tokens of a client that has become another. */
function keepClient({ record: client, is }: DocumentClientRow, act: Act): readonly Step[] {
  const { id: clientId, scope } = client
  const changed = ['document']
  return [
    step(keepDocumentClient, writeClient(client)),
    ...(is === 'new' ? record({ kind: 'client.created', clientId }, act) : []),
    ...(is === 'changed'
      ? record({ kind: 'client.scope_changed', clientId, changed, scope }, act)
      : []),
  ]
}

const readGrant: (row: Row) => Grant = readerOf(grants)
const readClient = readerOf(clientStanding, 'client_')
const readAccount = readerOf(accountStanding, 'accounts_')
const writeGrant = writerOf(grants)
const writeClient = writerOf(clients)
const readRare = readerOf(rareOfGrants)
const readInstallation: (row: Row) => Installation = readerOf(installations)
