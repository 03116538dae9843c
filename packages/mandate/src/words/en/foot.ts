/** The operator's links at the foot of every page. */
export const foot = {
  support: 'Support',
  privacy: 'Privacy',
  terms: 'Terms',
}
