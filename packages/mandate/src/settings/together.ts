/** Rules about several settings. */

import { colorProblem } from '../brand/color.ts'
import { type SettingName, type Settings, settingsTable } from '../settings.ts'
import type { PlainGiven } from './check.ts'
import { SettingsRefused } from './refused.ts'
import { shown } from './text.ts'

type Places = ReadonlyMap<SettingName, PlainGiven>

/** Throws `SettingsRefused` if settings that are valid alone are not valid together. */
export function refuseContradictions(given: Places, settings: Settings): void {
  refuseOneColor(given)
  if (settings.mailUrl !== null && settings.mailFrom === null) {
    throw new SettingsRefused([
      `mail_url is set and mail_from is not; give mail_from ${settingsTable.mail_from.give}`,
    ])
  }
  refuseConsoleElsewhere(settings)
  refuseImpossibleRegistration(settings)
  const scopes = {
    default_scope: settings.defaultScope,
    client_registration_scope: settings.clientRegistrationScope,
    client_document_scope: settings.clientDocumentScope,
    second_factor_scopes: settings.secondFactorScopes,
  } as const
  for (const [name, value] of Object.entries(scopes)) {
    refuseUnknownScope(given, settings, { name: name as keyof typeof scopes, value })
  }
}

/** One colour has to do for both colour schemes, unless there are two. */
function refuseOneColor(given: Places): void {
  const [light, dark] = [given.get('brand_color'), given.get('brand_color_dark')]
  if (light === undefined && dark !== undefined) {
    throw new SettingsRefused([
      `${dark.place} is set and brand_color is not; give brand_color, too`,
    ])
  }
  if (light === undefined || dark !== undefined) return
  const problem = colorProblem(String(light.value), 'dark')
  if (problem !== undefined) {
    throw new SettingsRefused([
      `${light.place} is ${shown(light.value)}, also on dark pages; give brand_color_dark ${problem}`,
    ])
  }
}

/** Throws `SettingsRefused` if the cookies of a sign-in would not reach the console. */
function refuseConsoleElsewhere({
  issuer,
  consoleListen,
  consoleUrl,
}: Pick<Settings, 'issuer' | 'consoleListen' | 'consoleUrl'>): void {
  if (consoleUrl === null) return
  const [here, there] = [new URL(issuer), URL.parse(consoleUrl)]
  const isThere =
    consoleListen !== null &&
    there?.origin === consoleUrl &&
    there.protocol === here.protocol &&
    there.hostname === here.hostname
  if (isThere) return
  throw new SettingsRefused([
    consoleListen === null
      ? `console_url is set and console_listen is not; give console_listen ${settingsTable.console_listen.give}`
      : `console_url is "${consoleUrl}"; give ${settingsTable.console_url.give}`,
  ])
}

/** Throws `SettingsRefused` if nobody could make an account as the settings say. */
function refuseImpossibleRegistration({
  registration,
  mailUrl,
  signIn,
  termsVersion,
  termsUrl,
}: Pick<Settings, 'registration' | 'mailUrl' | 'signIn' | 'termsVersion' | 'termsUrl'>): void {
  if (termsVersion !== null && termsUrl === null) {
    throw new SettingsRefused([
      `terms_version is set and terms_url is not; give terms_url ${settingsTable.terms_url.give}`,
    ])
  }
  if (registration === 'off') return
  if (registration === 'open' && mailUrl === null) {
    throw new SettingsRefused([
      `registration is open and mail_url is not set, so no address could be verified; give mail_url ${settingsTable.mail_url.give}, or set registration to invited`,
    ])
  }
  if (!Object.values(signIn).some(({ way }) => way === 'password')) {
    throw new SettingsRefused([
      `registration is ${registration} and sign_in has no way "password", with which accounts are made; add {password: {}} to sign_in, or set registration to off`,
    ])
  }
}

/** Throws `SettingsRefused` if a scope token is not described. */
function refuseUnknownScope(
  given: Places,
  { scopes }: Pick<Settings, 'scopes'>,
  { name, value }: { readonly name: SettingName; readonly value: string | readonly string[] },
): void {
  const tokens = typeof value === 'string' ? value.split(' ') : value
  if (tokens.every((token) => Object.hasOwn(scopes, token))) return
  const place = given.get(name)?.place ?? name
  const described = Object.entries(scopes).filter(([, text]) => text !== null)
  const names = described.map(([token]) => token).join(', ')
  throw new SettingsRefused([
    `${place} is ${shown(value)}; give scope tokens that are listed in scopes (${names})`,
  ])
}
