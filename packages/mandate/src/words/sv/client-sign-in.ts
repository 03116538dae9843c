import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const clientSignIn: Words['clientSignIn'] = {
  one: {
    heading: 'Skickade din klient denna begäran?',
    promise: 'Med klientens id och hemlighet ser du den exakta orsaken.',
    button: 'Visa orsaken',
  },
  all: {
    heading: 'Logga in som din klient',
    promise: 'Ange det id och den hemlighet som klienten autentiserar sig med.',
    button: 'Visa nekade begäranden',
  },
  failed:
    'Det gick inte. Kontrollera klientens id och hemlighet. Bara klienten som skickade en begäran kan se orsaken.',
  id: 'Klientens id',
  secret: 'Klientens hemlighet',
  publicClient: ({ code }) =>
    phrase`En publik klient har ingen hemlighet. I dess svar står i ${code('error_description')} vad som var fel, och resten hittar den som driver servern med hjälp av referensen.`,
}
