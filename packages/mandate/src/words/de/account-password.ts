import type { Words } from '../en/en.ts'

export const accountPassword: Words['accountPassword'] = {
  title: 'Passwort',
  isSet: 'Sie können sich mit einem Passwort anmelden.',
  isNotSet: 'Ihr Konto hat kein Passwort.',
  change: 'Ihr Passwort ändern',
  choose: 'Passwort wählen',
  whatEnds:
    'Hier bleiben Sie angemeldet, überall sonst werden Sie abgemeldet, vielleicht auch von manchen Apps. Andere Apps bleiben verbunden.',
  changed: 'Ihr Passwort ist geändert',
  othersOut: 'In allen anderen Browsern sind Sie abgemeldet.',
}
