import type { HttpContext } from '../context.ts'

/** Whether a lost password can be replaced here: passwords are a way to sign in, and mail is sent. */
export function offersReset({ mail, ways }: HttpContext): boolean {
  return mail !== null && ways.form !== undefined
}
