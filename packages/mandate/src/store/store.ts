/**
 * The store over any engine: each verb of the port becomes one unit of queries, each row a record.
 * A verb is atomic because it is one unit; the engine decides how units become transactions.
 *
 * Neighbours: `verbs/` has one file for each noun of the port, `queries/` the SQL that it uses.
 */

import type { JobsFor } from '../facts/fact.ts'
import type { Engine } from './engine.ts'
import type { Store } from './port.ts'
import { createAccountStore } from './verbs/accounts.ts'
import { createActivityStore } from './verbs/activity.ts'
import { createAttemptStore } from './verbs/attempts.ts'
import { createAuditStore } from './verbs/audit.ts'
import { createClientDomainStore } from './verbs/client-domains.ts'
import { createClientStore } from './verbs/clients.ts'
import { createConsentStore } from './verbs/consents.ts'
import { createDeclaredSettingsStore } from './verbs/declared-settings.ts'
import { createDeviceRequestStore } from './verbs/device-requests.ts'
import { createEndpointStore } from './verbs/endpoints.ts'
import { createExplanationStore } from './verbs/explanations.ts'
import { type AuditHooks, createFactStore } from './verbs/facts.ts'
import { createGrantStore } from './verbs/grants.ts'
import { createJobStore } from './verbs/jobs.ts'
import { createKeyStore } from './verbs/keys.ts'
import { createKnownBrowserStore } from './verbs/known-browsers.ts'
import { createLogoutStore, followSessions } from './verbs/logouts.ts'
import { createMailedLinkStore } from './verbs/mailed-links.ts'
import { createOperatorStore } from './verbs/operators.ts'
import { createPasskeyStore } from './verbs/passkeys.ts'
import { createPlatformKeyStore } from './verbs/platform-keys.ts'
import { createPushedRequestStore } from './verbs/pushed-requests.ts'
import { createRecoveryStore } from './verbs/recoveries.ts'
import { createRegistrationTokenStore } from './verbs/registration-tokens.ts'
import { createRepeatableRequestStore } from './verbs/repeatable-requests.ts'
import { createResourceStore } from './verbs/resources.ts'
import { createScimUserStore } from './verbs/scim-users.ts'
import { createSecondFactorStore } from './verbs/second-factors.ts'
import { createSectorStore } from './verbs/sectors.ts'
import { createSessionStore } from './verbs/sessions.ts'
import { createSignInAnswerStore } from './verbs/sign-in-answers.ts'
import { createSweep } from './verbs/sweep.ts'
import { createTrustedIssuerStore } from './verbs/trusted-issuers.ts'
import { createTrustedTimeStore } from './verbs/trusted-time.ts'
import { createTurnStore } from './verbs/turns.ts'
import { createUsedOnceStore } from './verbs/used-once.ts'

/** What follows from changes. */
export interface StoreOptions {
  /** The jobs to write in the unit of each fact. Default: none. */
  readonly jobsFor?: JobsFor | undefined
  /** Marks facts and hears of them. Default: facts have no mark, and nobody seals them. */
  readonly audit?: AuditHooks | undefined
}

/** Creates the store over an engine whose tables exist. Closing the store closes the engine. */
export function createStore(plain: Engine, { jobsFor, audit }: StoreOptions = {}): Store {
  const { facts, noticing: engine } = createFactStore(plain, { jobsFor, audit })
  const logouts = createLogoutStore(engine)
  facts.watch((recorded) => followSessions(logouts, recorded))
  return {
    grants: createGrantStore(engine, audit),
    clients: createClientStore(engine),
    resources: createResourceStore(engine),
    platformKeys: createPlatformKeyStore(engine),
    clientDomains: createClientDomainStore(engine),
    declaredSettings: createDeclaredSettingsStore(engine),
    registrationTokens: createRegistrationTokenStore(engine),
    trustedIssuers: createTrustedIssuerStore(engine),
    accounts: createAccountStore(engine),
    operators: createOperatorStore(engine),
    passkeys: createPasskeyStore(engine),
    scimUsers: createScimUserStore(engine),
    sessions: createSessionStore(engine),
    knownBrowsers: createKnownBrowserStore(engine),
    signInAnswers: createSignInAnswerStore(engine),
    secondFactors: createSecondFactorStore(engine),
    usedOnce: createUsedOnceStore(engine),
    repeatableRequests: createRepeatableRequestStore(engine),
    mailedLinks: createMailedLinkStore(engine),
    pushedRequests: createPushedRequestStore(engine),
    deviceRequests: createDeviceRequestStore(engine),
    consents: createConsentStore(engine),
    attempts: createAttemptStore(engine),
    explanations: createExplanationStore(engine),
    activity: createActivityStore(engine),
    jobs: createJobStore(engine),
    endpoints: createEndpointStore(engine),
    keys: createKeyStore(engine),
    logouts,
    facts,
    audit: createAuditStore(engine),
    recoveries: createRecoveryStore(engine),
    sectors: createSectorStore(engine),
    trustedTime: createTrustedTimeStore(engine),
    turns: createTurnStore(engine),
    ping: () => engine.ping(),
    sweep: createSweep(engine),
    statistics: () => engine.statistics(),
    close: () => engine.close(),
  }
}
