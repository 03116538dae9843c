import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const mailedLinks: Words['mailedLinks'] = {
  forgot: {
    link: 'Passwort vergessen?',
    title: 'Neues Passwort wählen',
    about:
      'Geben Sie die E-Mail-Adresse ein, mit der Sie sich anmelden. Wir senden Ihnen einen Link, um ein neues Passwort zu wählen.',
    button: 'Link senden',
    missing: 'Geben Sie Ihre E-Mail-Adresse ein.',
    invalid: 'Das ist keine E-Mail-Adresse. Geben Sie eine wie name@example.com ein.',
    sent: 'Prüfen Sie Ihr Postfach',
    onItsWay: ({ email }) =>
      phrase`Wenn es zu ${email} ein Konto gibt, ist eine E-Mail mit einem Link unterwegs.`,
    goodFor: 'Der Link gilt 30 Minuten und kann einmal verwendet werden.',
    notArrived:
      'Wenn nach einigen Minuten keine E-Mail da ist, sehen Sie im Spam-Ordner nach und prüfen Sie die Adresse.',
    again: 'E-Mail noch einmal senden',
    back: 'Zurück zur Anmeldung',
  },

  reset: {
    title: 'Neues Passwort wählen',
    whatEnds:
      'Sie werden überall abgemeldet, vielleicht auch von manchen Apps. Andere Apps bleiben verbunden.',
    done: 'Ihr Passwort ist geändert. Melden Sie sich jetzt damit an.',
  },

  stopChange: {
    title: 'Adresse behalten und ein neues Passwort wählen',
    about: ({ newEmail }) =>
      phrase`Die Adresse Ihres Kontos wird nicht zu ${newEmail} oder wird zurückgeändert. Wer das verlangt hat, kann Ihr Konto benutzen. Wählen Sie daher ein neues Passwort.`,
    review:
      'Sehen Sie nach der Anmeldung unter „Sicherheit“ und „Apps“ nach, ob es etwas gibt, das Sie nicht kennen.',
  },

  confirm: {
    title: 'Adresse bestätigen',
    about: ({ email }) => phrase`Ist ${email} die Adresse Ihres Kontos? Bestätigen Sie sie hier.`,
    instead: ({ email, newEmail }) =>
      phrase`Ab jetzt melden Sie sich mit ${newEmail} statt mit ${email} an.`,
    button: 'Bestätigen',
    taken: ({ email }) => phrase`${email} hat bereits ein anderes Konto`,
    notChanged:
      'Es wurde nichts geändert. Wählen Sie eine andere Adresse, oder verwenden Sie das andere Konto.',
    confirmed: 'Ihre Adresse ist bestätigt',
    signInWith: ({ email }) => phrase`Sie melden sich mit ${email} an.`,
    toAccount: 'Zu Ihrem Konto',
  },

  passwords: {
    newPassword: 'Neues Passwort',
    again: 'Neues Passwort wiederholen',
    button: 'Passwort ändern',
    hint: ({ characters }) =>
      `Mindestens ${characters} Zeichen: einige Wörter, die nicht zusammengehören, oder ein Passwort aus Ihrem Passwort-Manager.`,
    busy: 'Zurzeit melden sich zu viele Personen an',
    notChanged:
      'Ihr Passwort wurde nicht geändert. Versuchen Sie es in einigen Sekunden noch einmal.',
    missing: 'Geben Sie ein neues Passwort ein.',
    different: 'Die beiden Passwörter sind verschieden. Geben Sie beide noch einmal ein.',
    too_short: ({ characters }) =>
      `Dieses Passwort ist zu kurz. Verwenden Sie mindestens ${characters} Zeichen.`,
    leaked:
      'Dieses Passwort wurde in einem Datenleck gefunden, andere könnten es also ausprobieren. Wählen Sie ein anderes.',
    too_long: 'Dieses Passwort ist zu lang. Verwenden Sie höchstens 1.024 Zeichen.',
    too_guessable: 'Dieses Passwort ist leicht zu erraten. Wählen Sie ein anderes.',
  },

  over: {
    titles: {
      used: 'Dieser Link wurde bereits verwendet',
      replaced: 'Es gibt einen neueren Link',
      expired: 'Dieser Link ist abgelaufen',
      withdrawn: 'Dieser Link gilt nicht mehr',
      unknown: 'Dieser Link ist nicht gültig',
    },
    reasons: {
      used: 'Ein Link funktioniert nur einmal.',
      replaced:
        'Sie haben seitdem einen anderen Link angefordert. Öffnen Sie den aus der neuesten E-Mail.',
      expired: 'Er galt nur kurze Zeit. Es wurde nichts geändert.',
      withdrawn: 'Das Konto wurde geändert, nachdem der Link gesendet wurde.',
      unknown:
        'Vielleicht fehlt ein Teil, oder er ist sehr alt. Öffnen Sie ihn noch einmal aus der E-Mail.',
    },
    next: {
      verify_address:
        'Melden Sie sich an, um einen neuen Link zu erhalten, falls Ihre Adresse noch bestätigt werden muss.',
      reset_password:
        'Wenn Sie sich immer noch nicht anmelden können, fordern Sie einen neuen Link an.',
      change_address: 'Melden Sie sich an, um zu sehen, welche Adresse Ihr Konto hat.',
      stop_change: 'Melden Sie sich an, um zu sehen, welche Adresse Ihr Konto hat.',
      let_browser_in:
        'Melden Sie sich noch einmal an. Wenn Sie warten müssen, erhalten Sie dort einen neuen Link.',
      register: 'Wenn Sie noch kein Konto haben, beginnen Sie auf der Anmeldeseite von vorn.',
      invitation: 'Bitten Sie die Person, die Sie eingeladen hat, um eine neue Einladung.',
    },
    newLink: 'Neuen Link anfordern',
    signIn: 'Zur Anmeldung',
  },
}
