import type { HashProblem } from '../../people/password-formats/format.ts'
import { acceptHash, PASSWORD_FORMATS } from '../../people/password-formats/formats.ts'
import type { RecordRules } from '../../people/user-records/read.ts'
import { FieldRefused } from '../../people/user-records/values.ts'
import type { Settings } from '../../settings.ts'
import type { PlatformKey } from '../../store/records.ts'
import { configured, type OidcValues } from '../../ways/oidc/settings.ts'
import { verifyProvider } from '../../ways/password.ts'

/**
 * The rules for records, from the server's settings. Platform keys also name users, so their
 * providers are known too.
 */
export function recordRules({
  settings,
  platformKeys,
  now,
}: {
  readonly settings: Pick<Settings, 'signIn'>
  readonly platformKeys: readonly Pick<PlatformKey, 'provider'>[]
  readonly now: number
}): RecordRules {
  const providers = new Map(platformKeys.map(({ provider }) => [provider, provider]))
  for (const [name, entry] of Object.entries(settings.signIn)) {
    if (entry['way'] === 'oidc') providers.set(name, configured(entry as OidcValues).issuer)
    else if (entry['way'] !== 'password') providers.set(name, name)
    const verified = entry['way'] === 'password' ? verifyProvider(entry) : undefined
    if (verified !== undefined) providers.set(verified, verified)
  }
  return {
    now,
    providerNamed(name) {
      const known = providers.get(name) ?? (isIssuer(name) ? name : undefined)
      if (known !== undefined) return known
      const names = [...providers.keys()]
      return new FieldRefused(
        `is neither a way to sign in from the settings (${names.length === 0 ? 'there are none' : names.join(', ')}) nor an issuer that begins with https://`,
      )
    },
    storedHash(hash, format) {
      const accepted = acceptHash(hash, format ?? undefined)
      if (accepted.is === 'accepted') return accepted.stored
      return new FieldRefused(hashProblems[accepted.because])
    },
  }
}

/** OpenID Connect Discovery §3: https, without query or fragment. */
function isIssuer(text: string): boolean {
  return /^https:\/\/[^\s?#]+$/.test(text) && URL.canParse(text)
}

const hashProblems: Readonly<Record<HashProblem, string>> = {
  unknown_format: `has an unknown format; for a hash without its own notation, give password_format: ${PASSWORD_FORMATS.join(', ')}`,
  malformed: 'is incomplete: a part is missing or has the wrong length',
  too_costly: 'would take too much memory or time to verify',
  version_unsupported: 'uses an old version of its format, which is not supported',
  keyed: 'needs a secret that it does not contain',
  too_weak: 'is MD5 or SHA without a salt; remove it, and the user can set a new password',
}
