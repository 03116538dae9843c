/** The demo cannot start for a reason that its user can fix; the message says how. */
export class DemoRefused extends Error {
  override readonly name = 'DemoRefused'
}
