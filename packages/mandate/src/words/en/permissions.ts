import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const permissions = {
  /** What scope tokens let an app do, unless the setting `scopes` describes them. */
  scopes: {
    all: 'Full access. It can do everything you can do.',
    openid: 'Know that it is you',
    email: 'Know your e-mail address',
    profile: 'Know your name and other details of your profile',
    phone: 'Know your phone number',
    address: 'Know your postal address',
    offline_access: 'Stay connected while you are away',
  },
  onlyIn: <P>({ apis }: { readonly apis: readonly P[] }) => phrase`Only in ${inWords.list(apis)}`,
  unknown: ({ token }: { readonly token: string }) => `Use the permission “${token}”`,
}
