/** The demo cannot start for a reason that its user can remove; the message says how. */
export class DemoRefused extends Error {
  override readonly name = 'DemoRefused'
}
