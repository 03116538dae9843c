import type { Words } from '../en/en.ts'

export const error: Words['error'] = {
  code: 'Fel',
  forDevelopers: 'För utvecklare',
  reference: 'Referens',
  openAccount: 'Öppna ditt konto',
  tryAgain: 'Försök igen',
  signOut: 'Logga ut',
  giveReference: 'Om det inte hjälper, ge den som driver servern referensen nedan.',
}
