/** What every endpoint receives: the protocol's context, and what only pages and cookies need. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Brand, type BrandSettings, openBrand } from '../brand/brand.ts'
import type { ClientCertificate } from '../clients/certificate.ts'
import type { ExplanationQueue } from '../explanations/queue.ts'
import type { Observer } from '../facts/passing.ts'
import type { Fetcher } from '../fetching/fetcher.ts'
import type { SealingKeys } from '../keys/sealing.ts'
import type { ProtocolSettings, ReadingContext } from '../oauth/context.ts'
import { createJwtApis } from '../oauth/token/jwt-apis.ts'
import type { KeyFileWriter } from '../operations/keys.ts'
import type { HealthCheck } from '../pages/console/health.ts'
import type { LeakedPasswords } from '../people/leaked-passwords.ts'
import type { Passwords } from '../people/password.ts'
import type { SessionLimits } from '../people/session.ts'
import type { RevocationFeed } from '../revocations/feed.ts'
import type { SettingsReading } from '../settings/declaration.ts'
import type { ShownSetting } from '../settings/shown.ts'
import type { Settings } from '../settings.ts'
import type { WayKind } from '../ways/way.ts'
import { openWays, type Ways } from '../ways/ways.ts'
import type { Admission } from './admission.ts'
import { createCertificateReader } from './client-certificate.ts'
import type { Draining } from './draining.ts'

export type ServerSettings = ProtocolSettings &
  SessionLimits &
  BrandSettings &
  Pick<
    Settings,
    | 'secondFactor'
    | 'secondFactorScopes'
    | 'consoleListen'
    | 'consoleUrl'
    | 'consoleRequiresSecondFactor'
    | 'auditDays'
    | 'deletionGraceSeconds'
    | 'trustedProxies'
    | 'clientCertificateFormat'
    | 'signIn'
    | 'fetchAllowedHosts'
    | 'mailUrl'
    | 'registration'
    | 'registrationDomains'
    | 'clientRegistrationMost'
    | 'clientSecretOverlapSeconds'
    | 'termsVersion'
    | 'passwordRangeUrl'
  > &
  Partial<Pick<Settings, 'activitySeconds' | 'authorizationDetailsFile'>>

/** A request and the reply to it. */
export interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

export interface HttpContext extends ReadingContext {
  readonly settings: ServerSettings
  readonly passwords: Passwords
  /** A service that knows leaked passwords, if one is configured. */
  readonly leaked: LeakedPasswords | undefined
  /** For every call to another server. */
  readonly fetch: Fetcher
  readonly ways: Ways
  /** The certificate of a client, if a trusted proxy passed one on. Throws `Refusal`. */
  readonly certificateOf: (request: FastifyRequest) => ClientCertificate | null
  readonly explanations: ExplanationQueue
  readonly revocationFeed: RevocationFeed
  readonly observe: Observer
  /** Makes the checks of `mandate doctor` that make sense here; undefined in a server without them. */
  readonly examine?: (() => Promise<readonly HealthCheck[]>) | undefined
  /** The settings in force without their secrets, with where each comes from; undefined if that is unknown. */
  readonly shownSettings?: (() => Promise<readonly ShownSetting[]>) | undefined
  /** Where an operator can add keys; undefined if this server cannot write them. */
  readonly keyFile?: KeyFileWriter | undefined
  /** Checks settings before they are declared, and says where those in force come from. */
  readonly settingsReading?: SettingsReading | undefined
  readonly draining: Pick<Draining, 'hasBegun'>
  /** Limits how many requests run at once. */
  readonly admit: Admission
  /** Seal state kept in the browser. */
  readonly seals: SealingKeys
  /** Whether pages may offer to send mail; null if no mail is sent. */
  readonly mail: { readonly isSent: true } | null
  /** The operator's name, logo, colour, links and texts. */
  readonly brand: Brand
  /** Whether cookies can have the `Secure` attribute and the `__Host-` prefix. */
  readonly isHttps: boolean
}

/** `wayKinds` are the kinds that the setting may use. Default: all. */
export function createContext(
  given: Omit<HttpContext, 'certificateOf' | 'isHttps' | 'ways' | 'mail' | 'brand' | 'jwtApis'>,
  wayKinds?: readonly WayKind[],
): HttpContext {
  return {
    ...given,
    brand: openBrand(given.settings),
    certificateOf: createCertificateReader(given.settings),
    ways: waysOf(given, wayKinds),
    jwtApis: createJwtApis(given),
    mail: given.settings.mailUrl === null ? null : { isSent: true },
    isHttps: given.settings.issuer.startsWith('https:'),
  }
}

/** A form of a sign-in can end at the console, which is another origin if it has its own listener. */
function waysOf(given: Parameters<typeof createContext>[0], kinds?: readonly WayKind[]): Ways {
  const ways = openWays(given.settings.signIn, given, kinds)
  const leadElsewhere = ways.leadElsewhere || given.settings.consoleListen !== null
  return { ...ways, leadElsewhere }
}
