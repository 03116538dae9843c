import type { Words } from '../en/en.ts'

export const codes: Words['codes'] = {
  invalid_request: {
    title: 'Die Anfrage war unvollständig oder fehlerhaft',
    meaning:
      'Ein Parameter fehlte, kam mehrfach vor oder hatte einen unzulässigen Wert. Welcher, steht in der error_description der Antwort.',
  },
  invalid_client: {
    title: 'Der Client konnte nicht authentifiziert werden',
    meaning:
      'Die Client-ID ist unbekannt, das Secret ist falsch, oder der Client wurde deaktiviert. Vergleichen Sie beides mit dem, was bei der Registrierung angezeigt wurde.',
  },
  invalid_grant: {
    title: 'Der Code oder das Refresh-Token war nicht gültig',
    meaning:
      'Er oder es ist unbekannt, abgelaufen, bereits verwendet, widerrufen oder für einen anderen Client ausgestellt; oder die Redirect-URI oder der PKCE-Verifier passt nicht zur Ausstellung. Der genaue Grund steht in der error_description der Antwort.',
  },
  invalid_scope: {
    title: 'Der Scope war nicht verfügbar',
    meaning:
      'Er ist fehlerhaft, unbekannt oder umfasst mehr, als dieser Client anfordern darf oder ihm gewährt wurde.',
  },
  invalid_target: {
    title: 'Die API war nicht verfügbar',
    meaning:
      'Der Parameter resource nennt eine API, die hier unbekannt ist oder nicht gewährt wurde.',
  },
  unsupported_grant_type: {
    title: 'Dieser grant_type wird nicht angeboten',
    meaning: 'Die angebotenen stehen in den Metadaten des Servers.',
  },
  unauthorized_client: {
    title: 'Der Client darf das nicht',
    meaning: 'Er ist für diesen grant_type oder response_type nicht registriert.',
  },
  unsupported_response_type: {
    title: 'Dieser response_type wird nicht angeboten',
    meaning: 'Der einzige response_type hier ist code.',
  },
  access_denied: {
    title: 'Der Zugriff wurde verweigert',
    meaning:
      'Der Nutzer hat den Zugriff abgelehnt, oder der Zugriff ist für diesen Client oder dieses Konto nicht möglich.',
  },
  authorization_pending: {
    title: 'Noch nicht entschieden',
    meaning: 'Der Nutzer hat das Gerät noch nicht erlaubt oder abgelehnt. Es fragt weiter nach.',
  },
  slow_down: {
    title: 'Das Gerät fragt zu oft nach',
    meaning:
      'Noch ist nichts entschieden. Das Gerät wartet ab jetzt fünf Sekunden länger zwischen zwei Anfragen.',
  },
  expired_token: {
    title: 'Der Gerätecode ist abgelaufen',
    meaning: 'Der Nutzer hat nicht rechtzeitig entschieden. Das Gerät fordert neue Codes an.',
  },
  request_not_supported: {
    title: 'Dieses Request-Objekt wird nicht unterstützt',
    meaning:
      'Es ist nicht signiert. Signieren Sie es mit einem registrierten Schlüssel, oder senden Sie die Parameter der Autorisierungsanfrage einzeln.',
  },
  request_uri_not_supported: {
    title: 'Eine request_uri wird nicht unterstützt',
    meaning: 'Senden Sie die Parameter der Autorisierungsanfrage einzeln, ohne request_uri.',
  },
  invalid_request_uri: {
    title: 'Die request_uri war nicht gültig',
    meaning:
      'Sie ist unbekannt, abgelaufen, schon verwendet oder gehört einem anderen Client. Übermitteln Sie die Anfrage erneut (RFC 9126).',
  },
  invalid_redirect_uri: {
    title: 'Eine Redirect-URI wurde nicht angenommen',
    meaning:
      'Ein Client wollte sich mit einer Redirect-URI registrieren, die hier nicht verwendet werden kann. Die error_description der Antwort nennt den Grund.',
  },
  invalid_client_metadata: {
    title: 'Die Angaben des Clients wurden nicht angenommen',
    meaning:
      'Ein Client wollte sich mit einer Angabe registrieren, die fehlerhaft ist, fehlt oder hier nicht vorgesehen ist. Die error_description der Antwort sagt, welche.',
  },
  invalid_authorization_details: {
    title: 'Die authorization_details waren nicht gültig',
    meaning:
      'Sie sind fehlerhaft, haben einen Typ oder ein Feld, das hier oder für diesen Client nicht vorgesehen ist, oder wurden nicht bewilligt. Die error_description der Antwort nennt den Grund.',
  },
  invalid_dpop_proof: {
    title: 'Der DPoP-Nachweis war nicht gültig',
    meaning:
      'Er fehlt, ist fehlerhaft, wurde schon verwendet oder gehört zu einer anderen Anfrage. Die error_description der Antwort nennt den Grund (RFC 9449).',
  },
  use_dpop_nonce: {
    title: 'Der DPoP-Nachweis braucht eine Nonce',
    meaning:
      'Sie steht im Header DPoP-Nonce der Antwort. Senden Sie die Anfrage erneut, mit einem neuen Nachweis, der sie enthält (RFC 9449).',
  },
  invalid_request_object: {
    title: 'Das Request-Objekt war nicht gültig',
    meaning:
      'Es ist nicht mit einem für diesen Client registrierten Schlüssel signiert oder enthält eine unzulässige Angabe. Die error_description der Antwort nennt den Grund.',
  },
  login_required: {
    title: 'Der Nutzer muss sich anmelden',
    meaning:
      'Die Anfrage hat mit prompt=none jede Seite ausgeschlossen, und niemand war angemeldet. Senden Sie sie noch einmal ohne prompt=none.',
  },
  interaction_required: {
    title: 'Der Nutzer muss für die Anmeldung etwas tun',
    meaning:
      'Die Anfrage hat mit prompt=none jede Seite ausgeschlossen, aber die Anmeldung erfordert ein Zutun des Nutzers. Senden Sie sie noch einmal ohne prompt=none.',
  },
  unmet_authentication_requirements: {
    title: 'Die Anmeldung kann nicht so stark sein wie verlangt',
    meaning:
      'Keiner der Werte in acr_values wird hier angeboten, oder der Nutzer kann keinen davon erreichen. Die Metadaten nennen die möglichen.',
  },
  consent_required: {
    title: 'Der Nutzer muss zustimmen',
    meaning:
      'Die Anfrage hat mit prompt=none jede Seite ausgeschlossen, und eine Zustimmung war nötig. Senden Sie sie noch einmal ohne prompt=none.',
  },
  invalid_token: {
    title: 'Das Access Token war nicht gültig',
    meaning:
      'Es fehlt, ist abgelaufen, widerrufen oder nicht für den aufgerufenen Endpunkt. Die error_description der Antwort sagt, was zutrifft.',
  },
  insufficient_scope: {
    title: 'Das Access Token erlaubt zu wenig',
    meaning:
      'Ihm fehlt ein Scope, den der Endpunkt braucht. Fordern Sie ihn in der Autorisierungsanfrage an.',
  },
  not_found: {
    title: 'Unter dieser Adresse gibt es nichts',
    meaning:
      'Die Anfrage ging an eine Adresse, die kein Endpunkt dieses Servers ist. Die richtige steht in der error_description der Antwort, alle stehen in den Metadaten des Servers.',
  },
  server_error: {
    title: 'Auf dem Server ist etwas schiefgegangen',
    meaning: 'An der Anfrage lag es nicht. Senden Sie sie gleich noch einmal.',
  },
  temporarily_unavailable: {
    title: 'Der Server war kurz nicht verfügbar',
    meaning: 'Es ist nichts verloren gegangen. Senden Sie dieselbe Anfrage noch einmal.',
  },
}
