/**
 * The store without its writing verbs, for the command line and the endpoints. To change something
 * they call an operation, and only operations open the store for writing (`write-access.ts`).
 */

import type { Store } from './port.ts'
import { storesBehind } from './views.ts'

/** A view of the store with only its reading verbs. */
export function readOnly(store: Store) {
  const view = {
    grants: only(store.grants, [
      ...([
        'find',
        'findStanding',
        'listDelegated',
        'findDetails',
        'findTakenBack',
        'countLive',
        'listLatest',
        'list',
      ] as const),
      ...(['listNewest', 'listRare'] as const),
    ]),
    clients: only(store.clients, [
      'find',
      'findNamesake',
      'listUnder',
      'listNamed',
      'findLogo',
      'list',
      'tallySelfRegistered',
    ]),
    resources: only(store.resources, [
      'find',
      'findByUriKey',
      'list',
      'listNeedingUsername',
      'listReadingJwts',
    ]),
    platformKeys: only(store.platformKeys, ['find', 'list']),
    clientDomains: only(store.clientDomains, ['find', 'list']),
    declaredSettings: only(store.declaredSettings, [
      ...(['version', 'current', 'hasGrants', 'listFaults'] as const),
    ]),
    registrationTokens: only(store.registrationTokens, ['findByHash', 'list']),
    trustedIssuers: only(store.trustedIssuers, [
      ...(['find', 'listByIssuer', 'list'] as const),
      ...(['findEnd', 'listEndedByPerson'] as const),
    ]),
    accounts: only(store.accounts, [
      'find',
      'findByEmailKey',
      'findByIdentity',
      'wasDeleted',
      'list',
      'listNewest',
      'listByAddress',
      'listByName',
      'listIdentities',
    ]),
    operators: only(store.operators, ['find', 'findActive', 'list']),
    passkeys: only(store.passkeys, ['find', 'listOf']),
    scimUsers: only(store.scimUsers, [
      'find',
      'findOf',
      'findByUserName',
      'findByExternalId',
      'listByEmail',
      'listNamed',
      'list',
      'tally',
    ]),
    sessions: only(store.sessions, ['find', 'listOf']),
    knownBrowsers: only(store.knownBrowsers, ['listEmailKeysOf', 'listOf']),
    signInAnswers: only(store.signInAnswers, ['find']),
    mailedLinks: only(store.mailedLinks, ['find', 'listOpen']),
    secondFactors: only(store.secondFactors, ['findTotp', 'listRecoveryCodes']),
    pushedRequests: only(store.pushedRequests, ['find']),
    deviceRequests: only(store.deviceRequests, ['find', 'findByUserCode']),
    consents: only(store.consents, ['find', 'listOf']),
    explanations: only(store.explanations, ['find', 'list', 'listBefore']),
    keys: only(store.keys, ['list', 'listNodes', 'tallyUses', 'countGrants']),
    logouts: only(store.logouts, ['listClients']),
    facts: only(store.facts, [
      ...(['find', 'list', 'listOf', 'search', 'walk', 'readEndings', 'readPage'] as const),
    ]),
    activity: only(store.activity, ['list', 'sum', 'total']),
    audit: only(store.audit, [
      ...(['readEnd', 'findSeal', 'findRetention', 'listSeals'] as const),
      ...(['findRows', 'listRows', 'countRows'] as const),
    ]),
    jobs: only(store.jobs, ['listFailed', 'tally']),
    endpoints: only(store.endpoints, [
      ...(['find', 'list', 'listOfClient', 'findProgress'] as const),
      ...(['findDelivery', 'listDeliveries', 'listWaiting', 'tallyDeliveries'] as const),
    ]),
    recoveries: only(store.recoveries, ['acceptNewerUntil']),
    trustedTime: only(store.trustedTime, ['read']),
    ping: () => store.ping(),
  }
  storesBehind.set(view, store)
  return view
}

export type ReadStore = ReturnType<typeof readOnly>

function only<Verbs extends object, Name extends keyof Verbs>(
  verbs: Verbs,
  names: readonly Name[],
): Pick<Verbs, Name> {
  return Object.fromEntries(names.map((name) => [name, verbs[name]])) as Pick<Verbs, Name>
}
