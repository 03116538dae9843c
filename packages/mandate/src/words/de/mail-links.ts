import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const mailLinks: Words['mailLinks'] = {
  goodFor: ({ seconds }) =>
    `Der Link kann einmal verwendet werden. Gültigkeit: ${inWords.span(seconds)}.`,

  resetPassword: {
    subject: ({ brand }) => phrase`Neues Passwort für ${brand} wählen`,
    asked: ({ email, brand }) =>
      phrase`Jemand hat ein neues Passwort für das Konto ${email} bei ${brand} angefordert.`,
    button: 'Neues Passwort wählen',
    unasked:
      'Wenn Sie das nicht waren, ignorieren Sie diese E-Mail. Ohne diesen Link kann niemand Ihr Passwort ändern.',
  },
  verifyAddress: {
    subject: ({ brand }) => phrase`Adresse für ${brand} bestätigen`,
    asked: ({ email, brand }) =>
      phrase`Bestätigen Sie, dass ${email} die Adresse Ihres Kontos bei ${brand} ist.`,
    button: 'Adresse bestätigen',
    unasked: 'Wenn Sie kein solches Konto haben, ignorieren Sie diese E-Mail.',
  },
  changeAddress: {
    subject: ({ brand }) => phrase`Neue Adresse für ${brand} bestätigen`,
    asked: ({ email, newEmail, brand }) =>
      phrase`Die Anmeldung beim Konto ${email} bei ${brand} soll ab jetzt mit ${newEmail} erfolgen.`,
    button: 'Diese Adresse verwenden',
    unasked:
      'Wenn das nicht Ihr Konto ist, ignorieren Sie diese E-Mail. Das Konto behält seine alte Adresse.',
  },
  stopChange: {
    subject: ({ brand }) => phrase`Ihre Adresse bei ${brand} wird geändert`,
    asked: ({ email, newEmail, brand }) =>
      phrase`Jemand, der bei ${brand} mit Ihrem Konto ${email} angemeldet ist, möchte dessen Adresse in ${newEmail} ändern. Die Änderung gilt, sobald sie dort bestätigt wird.`,
    next: 'Wenn Sie das waren, ist hier nichts zu tun. Wenn nicht, kann jemand anderes Ihr Konto benutzen. Stoppen Sie die Änderung und wählen Sie ein neues Passwort; das geht auch noch nach der Änderung und stellt diese Adresse wieder her.',
    button: 'Das war ich nicht',
  },
  letBrowserIn: {
    subject: ({ brand }) => phrase`Ohne Wartezeit bei ${brand} anmelden`,
    asked: ({ email, brand }) =>
      phrase`Jemand musste vor der Anmeldung bei Ihrem Konto ${email} bei ${brand} warten, weil es viele falsche Versuche gab. Wenn Sie das waren, öffnen Sie diesen Link in dem Browser, mit dem Sie sich anmelden möchten. Er muss dann nicht warten.`,
    button: 'In diesem Browser fortfahren',
    unasked:
      'Wenn Sie das nicht waren, ignorieren Sie diese E-Mail. Der Link allein meldet niemanden an: Das Passwort wird trotzdem verlangt.',
  },
  register: {
    subject: ({ brand }) => phrase`Ihr Konto bei ${brand} anlegen`,
    asked: ({ email, brand }) =>
      phrase`Jemand möchte bei ${brand} ein Konto für ${email}. Es besteht noch nicht: Öffnen Sie den Link, um es anzulegen.`,
    button: 'Konto anlegen',
    unasked:
      'Wenn Sie das nicht waren, ignorieren Sie diese E-Mail. Dann wird kein Konto angelegt.',
  },
  accountExists: {
    subject: ({ brand }) => phrase`Sie haben schon ein Konto bei ${brand}`,
    asked: ({ email, brand }) =>
      phrase`Jemand möchte bei ${brand} ein Konto für ${email}, aber zu dieser Adresse gibt es schon eines. Melden Sie sich damit an.`,
    button: 'Anmelden',
    forgot: 'Neues Passwort wählen',
    unasked: 'Wenn Sie das nicht waren, ignorieren Sie diese E-Mail. Es wurde nichts geändert.',
  },
  invitation: {
    subject: ({ brand }) => phrase`Einladung zu ${brand}`,
    asked: ({ email, brand }) =>
      phrase`Sie sind eingeladen, bei ${brand} ein Konto für ${email} anzulegen.`,
    button: 'Konto anlegen',
    unasked: 'Wenn Sie kein Konto möchten, ignorieren Sie diese E-Mail.',
  },
}
