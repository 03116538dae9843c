/**
 * The subjects of workloads: `system:serviceaccount:shop:mailer`, `repo:acme/shop:ref:refs/heads/main`.
 * A client names one, or a pattern in which `*` stands for one part between separators.
 *
 * A pattern must not cross a boundary that somebody else controls. So `*` is a whole part, never a
 * piece of one (`repo:acme*` would be `repo:acme-evil`), it matches no separator (`repo:acme/*` would
 * be every branch and pull request), and it stands after whatever says whose workload it is: two parts
 * for CI systems (`repo:acme/`), three for Kubernetes, where anybody with a namespace of their own can
 * give a service account any name.
 */

const SEPARATOR = /[:/]/
const PARTS = /[^:/]+|[:/]/g
const KUBERNETES = /^system:serviceaccount:/
const MOST_CHARACTERS = 500
const MOST_STARS = 2

/** How a subject or pattern has to be, to follow "has to be"; false if it is. */
export function workloadSubjectProblem(text: string): string | false {
  if (!/^[\x21-\x7e]+$/.test(text) || text.length > MOST_CHARACTERS) {
    return 'visible characters without spaces, at most 500'
  }
  const parts = text.split(SEPARATOR)
  const stars = parts.flatMap((part, place) => (part.includes('*') ? [place] : []))
  if (stars.length === 0) return false
  if (parts.some((part) => part.includes('*') && part !== '*') || stars.length > MOST_STARS) {
    return `without * or with at most ${MOST_STARS} parts that are * alone, between : or /`
  }
  const owned = KUBERNETES.test(text) ? 3 : 2
  return stars.some((place) => place < owned) && `without * in its first ${owned} parts`
}

/** Whether the `sub` of a token is this subject, or fits this pattern. Compared as they are written. */
export function isWorkloadSubject(registered: string, sub: string): boolean {
  if (!registered.includes('*')) return registered === sub
  const [expected, sent] = [registered.match(PARTS) ?? [], sub.match(PARTS) ?? []]
  // What the expression leaves out of the subject would count for nothing.
  if (sent.join('') !== sub || sent.length !== expected.length) return false
  return expected.every((part, place) => {
    const other = sent[place] ?? ''
    return part === '*' ? !SEPARATOR.test(other) : part === other
  })
}
