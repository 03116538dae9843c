import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const sessions: Words['sessions'] = {
  about:
    'In diesen Browsern sind Sie bei Ihrem Konto angemeldet. Melden Sie alle ab, die Sie nicht kennen.',
  here: 'Dieser Browser',
  unknownBrowser: 'Unbekannter Browser',
  details: ({ day, network, ago }) =>
    phrase`Angemeldet am ${day} von ${network}, zuletzt verwendet ${ago}`,
  keptUntil: ({ day }) => phrase`Bleibt bis ${day} angemeldet`,
  end: ({ browser }) => phrase`Abmelden ${browser}`,
  ended: ({ browser }) => phrase`${browser} ist abgemeldet.`,
  wasOver: 'Dieser Browser war bereits abgemeldet. Es wurde nichts geändert.',
  nowhereElse: 'Sie sind sonst nirgends angemeldet.',
  endOthers: 'Überall sonst abmelden',
  endOthersQuestion: 'Überall sonst abmelden?',
  othersEnd: ({ count }) =>
    inWords.plural(count, {
      one: 'Sie werden in einem anderen Browser abgemeldet.',
      other: `Sie werden in ${inWords.number(count)} anderen Browsern abgemeldet.`,
    }),
  othersUnknown: 'Browser, in denen Sie früher angemeldet waren, gelten wieder als neu.',
  othersForgotten: 'Alle anderen Browser gelten jetzt als neu.',
  staysHere: 'In diesem Browser bleiben Sie angemeldet.',
  appsStay:
    'Apps, die dort geöffnet wurden, melden Sie vielleicht auch ab. Andere Apps bleiben verbunden. Trennen Sie unter „Apps“ alle, die Sie nicht kennen.',
  othersEnded: ({ count }) =>
    inWords.plural(count, {
      one: 'Ein anderer Browser wurde abgemeldet.',
      other: `${inWords.number(count)} andere Browser wurden abgemeldet.`,
    }),
  changePassword: 'Wenn jemand anderes Ihr Passwort kennen könnte, ändern Sie es ebenfalls.',
}
