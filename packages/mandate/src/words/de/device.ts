import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const device: Words['device'] = {
  title: 'Gerät verbinden',
  about: 'Geben Sie den Code ein, den Ihr Gerät zeigt.',
  aboutLink:
    'Dieser Code kam mit einem Link. Fahren Sie nur fort, wenn Ihr Gerät denselben Code zeigt.',
  code: 'Gerätecode',
  codeHint: 'Acht Buchstaben, zum Beispiel WDJB-MJHT. Großschreibung und Strich sind egal.',
  goOn: 'Weiter',
  warning:
    'Hat Ihnen jemand diesen Code oder einen Link zu dieser Seite geschickt? Dann schließen Sie sie. Wer ihn geschickt hat, bekäme Zugriff auf Ihr Konto.',
  missing: 'Geben Sie den Code ein, den Ihr Gerät zeigt.',
  malformed: 'Ein Code hat acht Buchstaben und keine Vokale. Sehen Sie noch einmal auf Ihr Gerät.',
  unknown:
    'Mit diesem Code wartet kein Gerät. Prüfen Sie, ob er richtig eingegeben ist. Wenn ja, ist er abgelaufen: Beginnen Sie auf dem Gerät von vorn.',
  used: 'Dieser Code wurde schon verwendet. Beginnen Sie auf dem Gerät von vorn.',
  wait: ({ span }) => phrase`Zu viele falsche Codes. Wartezeit bis zum nächsten Versuch: ${span}.`,
  question: ({ client }) => phrase`Gerät verbinden, das ${client} verwendet?`,
  onlyIfYou:
    'Fahren Sie nur fort, wenn Sie dies gerade selbst auf einem Gerät vor Ihnen begonnen haben. Wenn Ihnen jemand einen Code oder Link geschickt hat, lehnen Sie ab.',
  codeOnDevice: 'Das Gerät zeigt',
  fromWhere: 'Von wo',
  deviceWith: ({ client }) => phrase`Ein Gerät, das ${client} verwendet`,
  fromNetwork: ({ network }) => phrase`Ein Gerät mit der Netzwerkadresse ${network}`,
  fromAgent: ({ agent, network }) => phrase`${agent}, Netzwerkadresse ${network}`,
  serviceAsked: 'Die App hat für ihr Gerät gefragt. Wo das Gerät ist, weiß hier niemand.',
  asked: ({ when }) => phrase`Zeitpunkt der Anfrage: ${when}`,
  elsewhere:
    'Das ist nicht das Netzwerk, in dem Sie sind. Das ist normal, wenn das Gerät eine andere Verbindung als dieser Browser verwendet. Wenn das Gerät nicht Ihres ist, lehnen Sie ab.',
  afterwards: 'Wie Sie sich auch entscheiden, gehen Sie danach zum Gerät zurück.',
  doneTitle: 'Verbunden',
  done: 'Gehen Sie zu Ihrem Gerät zurück: Es macht in wenigen Sekunden von selbst weiter. Diese Seite können Sie schließen.',
  undo: ({ account }) => phrase`Sie können es jederzeit in ${account('Ihrem Konto')} trennen.`,
  deniedTitle: 'Nicht verbunden',
  denied: 'Das Gerät hat keinen Zugriff auf Ihr Konto bekommen. Diese Seite können Sie schließen.',
}
