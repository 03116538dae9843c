/**
 * The registration is invalid; the message is a sentence for the person who entered it. `member` is the
 * member of the metadata that it is about, if it is about one.
 */
export class RegistrationRefused extends Error {
  override readonly name = 'RegistrationRefused'
  readonly member: string | undefined

  constructor(message: string, member?: string) {
    super(message)
    this.member = member
  }
}
