import type { Examine } from './check.ts'

/** RFC 8414 §2 is checked with the settings; this says who can reach the issuer. */
export const issuer: Examine = ({ settings }) => {
  const local = settings.issuer.startsWith('https:') ? '' : ', for this machine only'
  return { name: 'issuer', ok: true, message: `${settings.issuer}${local}` }
}
