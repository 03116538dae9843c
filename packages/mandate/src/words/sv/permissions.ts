import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const permissions: Words['permissions'] = {
  scopes: {
    all: 'Full åtkomst. Appen får göra allt som du själv kan göra.',
    openid: 'Veta att det är du',
    email: 'Se din e-postadress',
    profile: 'Se ditt namn och andra uppgifter i din profil',
    phone: 'Se ditt telefonnummer',
    address: 'Se din postadress',
    offline_access: 'Vara ansluten även när du inte använder den',
  },
  onlyIn: ({ apis }) => phrase`Endast i ${inWords.list(apis)}`,
  unknown: ({ token }) => `Använda behörigheten ”${token}”`,
}
