import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const permissions: Words['permissions'] = {
  scopes: {
    all: 'Accès complet. L’application peut faire tout ce que vous pouvez faire.',
    openid: 'Savoir que c’est vous',
    email: 'Connaître votre adresse e-mail',
    profile: 'Connaître votre nom et d’autres informations de votre profil',
    phone: 'Connaître votre numéro de téléphone',
    address: 'Connaître votre adresse postale',
    offline_access: 'Rester associée en votre absence',
  },
  onlyIn: ({ apis }) => phrase`Uniquement dans ${inWords.list(apis)}`,
  unknown: ({ token }) => `Utiliser l’autorisation « ${token} »`,
}
