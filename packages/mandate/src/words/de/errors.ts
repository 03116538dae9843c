import type { Words } from '../en/en.ts'

const tellThem =
  'Gehen Sie zurück zur App und beginnen Sie von vorn. Wenn diese Seite wieder erscheint, informieren Sie die Betreiber der App.'

export const errors: Words['errors'] = {
  unknownClient: {
    title: 'Diese App ist hier nicht registriert',
    happened:
      'Der Link, der Sie hierher geführt hat, nennt eine App, die bei uns nicht registriert ist oder deaktiviert wurde. Sie hat nichts über Sie erfahren.',
    next: 'Gehen Sie zurück zur App und informieren Sie deren Betreiber.',
  },
  clientHeld: {
    title: 'Diese App muss erst freigegeben werden',
    happened:
      'Die App gibt an, von der oben genannten Domain zu kommen. Die Betreiber dieses Servers haben noch nicht entschieden, ob sie Apps von dort akzeptieren. Die App hat nichts über Sie erfahren.',
    next: 'Teilen Sie ihnen mit, dass Sie die App verwenden möchten. Sobald sie freigegeben ist, beginnen Sie in der App von vorn.',
  },
  clientDenied: {
    title: 'Diese App wird hier nicht akzeptiert',
    happened:
      'Die App gibt an, von der oben genannten Domain zu kommen. Die Betreiber dieses Servers akzeptieren keine Apps von dort. Die App hat nichts über Sie erfahren.',
    next: 'Wenn Sie das für einen Irrtum halten, informieren Sie die Betreiber dieses Servers.',
  },
  documentRefused: {
    title: 'Diese App lässt sich nicht erkennen',
    happened:
      'Die App gibt an, dass ihre Beschreibung auf der oben genannten Domain liegt. Die Beschreibung konnte nicht gelesen werden oder ist ungültig. Die App hat nichts über Sie erfahren.',
    next: 'Versuchen Sie es in einigen Minuten noch einmal. Wenn diese Seite wieder erscheint, informieren Sie die Betreiber der App.',
  },
  wrongRedirectUri: {
    title: 'Die Rücksprungadresse ist nicht registriert',
    happened:
      'Die App wollte Sie an eine Adresse weiterleiten, die bei uns nicht registriert ist. Zu Ihrem Schutz wurden Sie nicht dorthin geleitet.',
    next: tellThem,
  },
  incompleteRequest: {
    title: 'Dieser Link ist unvollständig',
    happened: 'Ein Teil des Links, der Sie hierher geführt hat, fehlt oder ist nicht lesbar.',
    next: 'Gehen Sie zurück zur App und beginnen Sie dort von vorn.',
  },
  foreignForm: {
    title: 'Dieses Formular kam von einer anderen Website',
    happened: 'Zu Ihrem Schutz wurde nichts geändert.',
    next: 'Gehen Sie dorthin zurück, wo Sie begonnen haben, und versuchen Sie es noch einmal.',
  },
  otherBrowser: {
    title: 'Beginnen Sie von vorn',
    happened:
      'Diese Anmeldung wurde in einem anderen Browser begonnen, oder Cookies sind blockiert.',
    next: 'Gehen Sie zurück zur App und beginnen Sie von vorn; lassen Sie dabei Cookies für diese Website zu.',
  },
  requestOver: {
    title: 'Diese Anmeldung ist vorbei',
    happened: 'Sie wurde bereits abgeschlossen oder liegt zu lange zurück.',
    next: 'Gehen Sie zurück zur App und beginnen Sie dort von vorn.',
  },
  cookiesBlocked: {
    title: 'Cookies sind blockiert',
    happened: 'Ihr Browser hat das Cookie, das zum Anmelden nötig ist, nicht gespeichert.',
    next: 'Lassen Sie Cookies für diese Website zu und versuchen Sie es dann noch einmal.',
  },
  logOutRefused: {
    title: 'Diese Anfrage zum Abmelden ist ungültig',
    happened:
      'Eine App wollte Sie abmelden, aber ein Teil ihrer Anfrage ist nicht verwendbar. Deshalb wurde nichts beendet.',
    next: 'Zum Abmelden benutzen Sie die Schaltfläche.',
  },
  notFound: {
    title: 'Hier gibt es keine Seite',
    happened: 'Vielleicht ist die Adresse falsch geschrieben, oder die Seite wurde verschoben.',
    next: 'Prüfen Sie die Adresse, oder öffnen Sie Ihr Konto.',
  },
  wrongMethod: {
    title: 'Das ist hier nicht möglich',
    happened: 'Diese Adresse gibt es, aber sie nimmt diese Art von Anfrage nicht an.',
    next: 'Gehen Sie zurück und verwenden Sie den Link oder die Schaltfläche auf der vorigen Seite.',
  },
  tooLarge: {
    title: 'Die Anfrage ist zu lang',
    happened: 'Es wurde mehr gesendet, als dieser Server annimmt. Daher wurde nichts gelesen.',
    next: 'Gehen Sie zurück und beginnen Sie von vorn. Wenn diese Seite wieder erscheint, informieren Sie die Betreiber der App.',
  },
  headersTooLong: {
    title: 'Ihr Browser hat zu viel gesendet',
    happened: 'Die Cookies oder die Adresse sind länger, als dieser Server annimmt.',
    next: 'Löschen Sie die Cookies für diese Website und beginnen Sie dann von vorn.',
  },
  serverError: {
    title: 'Bei uns ist etwas schiefgegangen',
    happened:
      'Der Fehler liegt bei uns, nicht bei Ihnen. Die Betreiber dieses Servers sehen ihn im Protokoll.',
    next: 'Versuchen Sie es gleich noch einmal. Wenn es wieder geschieht, nennen Sie ihnen die folgende Referenz.',
  },
  unavailable: {
    title: 'Der Dienst ist vorübergehend nicht verfügbar',
    happened:
      'Der Server ist ausgelastet oder erreicht seine Datenbank nicht. Es ist nichts verloren gegangen.',
    next: 'Warten Sie einige Sekunden und versuchen Sie es dann noch einmal.',
  },
}
