import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const permissions: Words['permissions'] = {
  scopes: {
    all: 'Voller Zugriff. Die App darf alles tun, was Sie selbst tun können.',
    openid: 'Wissen, dass Sie es sind',
    email: 'Ihre E-Mail-Adresse sehen',
    profile: 'Ihren Namen und weitere Angaben aus Ihrem Profil sehen',
    phone: 'Ihre Telefonnummer sehen',
    address: 'Ihre Postanschrift sehen',
    offline_access: 'Verbunden bleiben, während Sie abwesend sind',
  },
  onlyIn: ({ apis }) => phrase`Nur in ${inWords.list(apis)}`,
  unknown: ({ token }) => `Die Berechtigung „${token}“ nutzen`,
}
