/** The registration is invalid; the message is a sentence for the person who entered it. */
export class RegistrationRefused extends Error {
  override readonly name = 'RegistrationRefused'
}
