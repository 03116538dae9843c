/**
 * The store as the rest of the program sees it. Each verb states what is atomic.
 *
 * A verb that has resolved is durable. The only error that callers handle is `StorageUnavailable`.
 * They then answer 503 with `Retry-After` and never refuse the token: a client must not lose a good
 * token because the database is down.
 *
 * The engine batches verbs that concurrent requests issue in one turn of the event loop. A verb
 * that fails does not fail the others in its batch.
 */

import type { EngineStatistics } from './engine.ts'
import type { AccountStore, ScimUserStore } from './port/accounts.ts'
import type { ActivityStore } from './port/activity.ts'
import type { AuditStore } from './port/audit.ts'
import type { ClientDomainStore } from './port/client-domains.ts'
import type { DeclaredSettingsStore } from './port/declared-settings.ts'
import type { DeviceRequestStore } from './port/device-requests.ts'
import type { EndpointStore } from './port/endpoints.ts'
import type { FactStore, JobStore } from './port/facts.ts'
import type { GrantStore } from './port/grants.ts'
import type { KeyStore } from './port/keys.ts'
import type { LogoutStore } from './port/logouts.ts'
import type { MailedLinkStore } from './port/mailed-links.ts'
import type { OperatorStore } from './port/operators.ts'
import type { PasskeyStore } from './port/passkeys.ts'
import type {
  ClientStore,
  PlatformKeyStore,
  RegistrationTokenStore,
  ResourceStore,
  SectorStore,
} from './port/programs.ts'
import type { PushedRequestStore } from './port/pushed-requests.ts'
import type { RepeatableRequestStore } from './port/repeatable-requests.ts'
import type { SecondFactorStore, UsedOnceStore } from './port/second-factors.ts'
import type {
  AttemptStore,
  ConsentStore,
  KnownBrowserStore,
  SessionStore,
  SignInAnswerStore,
} from './port/sign-in.ts'
import type { TrustedIssuerStore } from './port/trusted-issuers.ts'
import type {
  ExplanationStore,
  RecoveryStore,
  SweepResult,
  TrustedTimeStore,
  TurnStore,
} from './port/upkeep.ts'

export * from './port/accounts.ts'
export * from './port/activity.ts'
export * from './port/audit.ts'
export * from './port/client-domains.ts'
export * from './port/declared-settings.ts'
export * from './port/device-requests.ts'
export * from './port/endpoints.ts'
export * from './port/facts.ts'
export * from './port/grants.ts'
export * from './port/keys.ts'
export * from './port/logouts.ts'
export * from './port/mailed-links.ts'
export * from './port/operators.ts'
export * from './port/pages.ts'
export * from './port/passkeys.ts'
export * from './port/programs.ts'
export * from './port/pushed-requests.ts'
export * from './port/repeatable-requests.ts'
export * from './port/second-factors.ts'
export * from './port/sign-in.ts'
export * from './port/trusted-issuers.ts'
export * from './port/upkeep.ts'

export interface Store {
  readonly grants: GrantStore
  readonly clients: ClientStore
  readonly clientDomains: ClientDomainStore
  readonly declaredSettings: DeclaredSettingsStore
  readonly resources: ResourceStore
  readonly platformKeys: PlatformKeyStore
  readonly registrationTokens: RegistrationTokenStore
  readonly trustedIssuers: TrustedIssuerStore
  readonly accounts: AccountStore
  readonly operators: OperatorStore
  readonly passkeys: PasskeyStore
  readonly scimUsers: ScimUserStore
  readonly sessions: SessionStore
  readonly knownBrowsers: KnownBrowserStore
  readonly signInAnswers: SignInAnswerStore
  readonly secondFactors: SecondFactorStore
  readonly usedOnce: UsedOnceStore
  readonly repeatableRequests: RepeatableRequestStore
  readonly mailedLinks: MailedLinkStore
  readonly pushedRequests: PushedRequestStore
  readonly deviceRequests: DeviceRequestStore
  readonly consents: ConsentStore
  readonly attempts: AttemptStore
  readonly explanations: ExplanationStore
  readonly activity: ActivityStore
  readonly keys: KeyStore
  readonly logouts: LogoutStore
  readonly facts: FactStore
  readonly audit: AuditStore
  readonly jobs: JobStore
  readonly endpoints: EndpointStore
  readonly recoveries: RecoveryStore
  readonly sectors: SectorStore
  readonly trustedTime: TrustedTimeStore
  readonly turns: TurnStore
  /** Rejects with `StorageUnavailable` if the database does not answer. */
  ping(): Promise<void>
  /**
   * One batch of the sweep. Checks the next `limit` grants (1 to 1,000) and deletes those that
   * ended before `overBefore`, those whose code expired unredeemed more than a day ago, and those
   * whose client or account is gone. Writes bulk revocations into the rows of their grants. Also
   * deletes up to `limit` of each other kind of expired row (`verbs/sweep.ts`). Its position is
   * kept in the database, so any number of processes share one turn, and a batch that two of them
   * take is deleted once.
   */
  sweep(request: {
    readonly now: number
    /**
     * The latest time of any clock. Attempts counted long after it came from a clock that was
     * wrong.
     */
    readonly latest?: number
    readonly overBefore: number
    readonly limit: number
  }): Promise<SweepResult>
  /** How often the database was queried, and how long that took. */
  statistics(): EngineStatistics
  close(): Promise<void>
}
