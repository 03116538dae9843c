import type { HttpContext } from './context.ts'

/** Whether anybody may ask for an account: it is set so, passwords are a way to sign in, and mail is sent. */
export function offersRegistration({ settings, mail, ways }: HttpContext): boolean {
  return settings.registration === 'open' && mail !== null && ways.form !== undefined
}

/** Whether links for new accounts can be used. They end when the setting is turned off. */
export function takesLink(
  { settings: { registration }, ways }: HttpContext,
  purpose: 'register' | 'invitation',
): boolean {
  if (ways.form === undefined) return false
  return purpose === 'register' ? registration === 'open' : registration !== 'off'
}
