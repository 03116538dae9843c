import { addressOf, isOfDomains } from '../people/registration.ts'
import type { MailedLink } from '../store/records.ts'
import type { HttpContext } from './context.ts'

/** Whether anybody may ask for an account: it is set so, passwords are a way to sign in, and mail is sent. */
export function offersRegistration({ settings, mail, ways }: HttpContext): boolean {
  return settings.registration === 'open' && mail !== null && ways.form !== undefined
}

/** Whether the link can make an account. Links end when the settings no longer allow them. */
export function takesLink(
  { settings: { registration, registrationDomains }, ways }: HttpContext,
  link: MailedLink,
): boolean {
  if (ways.form === undefined) return false
  return link.purpose === 'invitation'
    ? registration !== 'off'
    : registration === 'open' && isOfDomains(registrationDomains, addressOf(link))
}
