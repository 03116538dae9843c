import type { Words } from '../en/en.ts'

export const accountPassword: Words['accountPassword'] = {
  title: 'Lösenord',
  isSet: 'Du kan logga in med ett lösenord.',
  isNotSet: 'Ditt konto har inget lösenord.',
  change: 'Byt ditt lösenord',
  choose: 'Välj ett lösenord',
  whatEnds:
    'Du förblir inloggad här och loggas ut överallt annars, kanske även från vissa appar. Andra appar förblir anslutna.',
  changed: 'Ditt lösenord är ändrat',
  othersOut: 'Du är utloggad i alla andra webbläsare.',
}
